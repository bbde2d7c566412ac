// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.InputKind;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.time.Duration;
import java.util.List;

/** Files and folders as an input: every JSON source has it. */
public final class FileInputs implements InputKind {

  /** The path of standard input, in replays only. */
  public static final String STANDARD_INPUT = "-";

  private static final String FILES = "files";
  private static final long LARGEST_RECORD_LIMIT = 1L << 30;
  private static final String LARGEST_RECORD = "16MiB";
  private static final int LARGEST_REPLAYED = 16 << 20;

  /** Makes the one kind that there is. */
  public FileInputs() {}

  @Override
  public String key() {
    return FILES;
  }

  @Override
  public void declare(ConfigSchema.Builder keys, boolean only) {
    String meaning =
        "Files and folders to read; folders with all below them, .json, .jsonl, .ndjson and"
            + " .log files, plain or with .gz.";
    if (only) {
      keys.required(FILES, ConfigSchema.Type.TEXT_LIST, meaning);
    } else {
      keys.optional(FILES, ConfigSchema.Type.TEXT_LIST, meaning);
    }
    keys.optional(
            "follow",
            ConfigSchema.Type.BOOLEAN,
            "true",
            "Whether to go on with new files and with what files grow by; if not, the source ends"
                + " when all is read.")
        .optional(
            "poll_interval",
            ConfigSchema.Type.DURATION,
            "1s",
            "How often to look for new and grown files.")
        .optional(
            "max_record_size",
            ConfigSchema.Type.SIZE,
            LARGEST_RECORD,
            "Records larger than this are counted as malformed and skipped; at most 1GiB.");
  }

  @Override
  public Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException {
    List<String> files = config.texts(FILES);
    if (files.isEmpty()) {
      throw PluginException.user("config.invalid", "files: name at least one file or folder");
    }
    if (files.contains(STANDARD_INPUT)) {
      throw PluginException.user(
          "config.invalid",
          "files: standard input (-) can't be read again after a restart; use 'eyrie replay' for it");
    }
    int largest = largestRecord(config);
    Duration interval = config.duration("poll_interval");
    if (interval.isZero()) {
      throw PluginException.user("config.invalid", "poll_interval: must be longer than 0");
    }
    return new FileInput(feed, files, config.bool("follow"), interval, largest, context);
  }

  /**
   * The size beyond which a record is skipped, bytes; for other inputs of whole files, too.
   *
   * @throws PluginException if it is not one that can be
   */
  public static int largestRecord(Config config) throws PluginException {
    long largest = config.size("max_record_size");
    if (largest < 1 || largest > LARGEST_RECORD_LIMIT) {
      throw PluginException.user(
          "config.invalid", "max_record_size: " + largest + " is not between 1 and 1GiB");
    }
    return Math.toIntExact(largest);
  }

  /**
   * Opens files, folders and standard input to be read once, to their ends.
   *
   * @throws PluginException if none of them can be read
   */
  public static Input once(List<String> inputs, SourceContext context, RecordFeed feed)
      throws PluginException {
    if (inputs.isEmpty()) {
      throw PluginException.user("input.missing", "name at least one file or folder to replay");
    }
    return new FileInput(feed, inputs, false, Duration.ofSeconds(1), LARGEST_REPLAYED, context);
  }
}
