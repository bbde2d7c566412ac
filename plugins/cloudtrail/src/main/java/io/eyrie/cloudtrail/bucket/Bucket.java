// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

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
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A bucket as an input: its keys and how it is opened.
 *
 * <p>It brings the keys of access to AWS for the {@linkplain io.eyrie.cloudtrail.queue.Queue
 * queue}, too, and takes {@code follow} and {@code max_record_size} of {@link FileInputs}.
 */
public final class Bucket implements InputKind {

  private static final String BUCKET = "s3";

  /** Makes the one kind that there is. */
  public Bucket() {}

  @Override
  public String key() {
    return BUCKET;
  }

  @Override
  public void declare(ConfigSchema.Builder keys, boolean only) {
    keys.optional(
            BUCKET,
            ConfigSchema.Type.TEXT,
            "s3://BUCKET or s3://BUCKET/PREFIX of a trail: read by account and region.")
        .optional(
            "s3_accounts",
            ConfigSchema.Type.TEXT_LIST,
            "Accounts to read of a bucket, each of 12 digits; all when there are none.")
        .optional(
            "s3_regions",
            ConfigSchema.Type.TEXT_LIST,
            "Regions to read of a bucket; all when there are none.")
        .optional(
            "s3_interval",
            ConfigSchema.Type.TEXT,
            "What to read of a bucket by time: START or START-END, each such as"
                + " 2026-01-31T00:00:00Z or, counted back from now, 5d; with an END the source ends"
                + " when all is read.")
        .optional(
            "s3_overlap",
            ConfigSchema.Type.DURATION,
            "2h",
            "How much later than its neighbours in time an object may appear in a bucket.")
        .optional(
            "s3_poll_interval",
            ConfigSchema.Type.DURATION,
            "1m",
            "How often to list a bucket that is followed.");
    AwsAccess.declare(keys);
  }

  @Override
  public Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException {
    List<String> accounts = config.texts("s3_accounts");
    for (String account : accounts) {
      if (!account.matches("\\d{12}")) {
        throw PluginException.user(
            "config.invalid",
            "s3_accounts: '" + account + "' has not the 12 digits of an account; quote it in YAML");
      }
    }
    Duration poll = config.duration("s3_poll_interval");
    if (poll.isZero()) {
      throw PluginException.user("config.invalid", "s3_poll_interval: must be longer than 0");
    }
    Interval interval = Interval.parse("s3_interval", config.text("s3_interval"), Instant.now());
    return BucketInput.open(
        new BucketInput.Settings(
            AwsAccess.of(config),
            Place.parse(BUCKET, config.text(BUCKET)),
            interval,
            new Shelves.Selection(
                Set.copyOf(accounts),
                Set.copyOf(config.texts("s3_regions")),
                interval.startMillis(),
                config.duration("s3_overlap").toMillis()),
            poll,
            AwsAccess.downloads(config),
            FileInputs.largestRecord(config),
            config.bool("follow") && !interval.ends()),
        context,
        feed);
  }
}
