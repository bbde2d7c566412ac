// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import io.eyrie.cloudtrail.aws.AwsAccess;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.InputKind;
import io.eyrie.jsonlog.feed.RecordFeed;
import io.eyrie.jsonlog.file.FileInputs;
import java.time.Duration;
import java.util.Set;

/**
 * A queue as an input: its keys and how it is opened. The keys of access to AWS are declared by the
 * {@linkplain io.eyrie.cloudtrail.bucket.Bucket bucket}.
 */
public final class Queue implements InputKind {

  private static final String QUEUE = "sqs";
  private static final String HIDDEN = "sqs_visibility";
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Makes the one kind that there is. */
  public Queue() {}

  @Override
  public String key() {
    return QUEUE;
  }

  @Override
  public void declare(ConfigSchema.Builder keys, boolean only) {
    keys.optional(
            QUEUE,
            ConfigSchema.Type.TEXT,
            "sqs://QUEUE or a queue's URL: messages of SNS, S3 and EventBridge that name objects.")
        .optional(
            "sqs_owner_account",
            ConfigSchema.Type.TEXT,
            "The account of the queue, if it is not that of the credentials.")
        .optional(
            "sqs_buckets",
            ConfigSchema.Type.TEXT_LIST,
            "Buckets that messages may name; all when there are none.")
        .optional(
            HIDDEN,
            ConfigSchema.Type.DURATION,
            "2m",
            "How long a message is hidden from others at a time; made longer while it is worked"
                + " on. 1s to 12h.");
  }

  @Override
  public Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException {
    Duration hidden = config.duration(HIDDEN);
    if (hidden.compareTo(SHORTEST) < 0 || hidden.compareTo(LONGEST) > 0) {
      throw PluginException.user("config.invalid", HIDDEN + ": must be between 1s and 12h");
    }
    return QueueInput.open(
        new QueueInput.Settings(
            AwsAccess.of(config),
            QueueName.parse(QUEUE, config.text(QUEUE), config.text("sqs_owner_account")),
            Set.copyOf(config.texts("sqs_buckets")),
            hidden,
            AwsAccess.downloads(config),
            FileInputs.largestRecord(config)),
        context,
        feed);
  }
}
