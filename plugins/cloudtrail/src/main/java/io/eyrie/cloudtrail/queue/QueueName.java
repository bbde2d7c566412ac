// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.api.error.PluginException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which queue.
 *
 * @param owner the account that it is of; empty for that of the credentials
 * @param url where it is, when that is known
 */
record QueueName(String name, String owner, Optional<String> url) {

  private static final Pattern NAME = Pattern.compile("sqs://([A-Za-z0-9_-]{1,80}(?:\\.fifo)?)");
  private static final Pattern URL = Pattern.compile("https?://[^/]+/(?:.*/)?([A-Za-z0-9_.-]+)");

  /**
   * Reads {@code sqs://NAME} or the queue's URL.
   *
   * @throws PluginException if it is none
   */
  static QueueName parse(String key, String text, String owner) throws PluginException {
    if (!owner.isEmpty() && !owner.matches("\\d{12}")) {
      throw PluginException.user(
          "config.invalid",
          "sqs_owner_account: '"
              + owner
              + "' has not the 12 digits of an account; quote it in YAML");
    }
    Matcher matcher = NAME.matcher(text);
    if (matcher.matches()) {
      return new QueueName(matcher.group(1), owner, Optional.empty());
    }
    matcher = URL.matcher(text);
    if (matcher.matches()) {
      return new QueueName(matcher.group(1), owner, Optional.of(text));
    }
    throw PluginException.user(
        "config.invalid",
        key + ": '" + text + "' is neither of the form sqs://NAME nor a queue's URL");
  }

  @Override
  public String toString() {
    return "sqs://" + name;
  }
}
