// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A growing file of CloudTrail records that carry the numbers from 0 on as their ids. */
final class NumberedRecords {

  /** A rule that matches each of them; {@code n=} in its message is followed by the number. */
  static final String RULE = "Numbered record";

  private final Path file;
  private int written;
  private int rotated;

  NumberedRecords(Path file) throws IOException {
    this.file = Files.createFile(file);
  }

  /** The item of {@code sources} that follows the file. */
  String source() {
    return """
      - plugin: cloudtrail
        config: {files: ['%s'], poll_interval: 20ms}
    """
        .formatted(file);
  }

  /** The rule, in an edition that its message names. */
  static String rule(int edition) {
    return """
    - rule: %s
      desc: Matches each numbered record.
      source: aws_cloudtrail
      condition: ct.name in (Numbered, Edition%d)
      output: numbered n=%%ct.id edition=%d
      priority: NOTICE
    """
        .formatted(RULE, edition, edition);
  }

  Path file() {
    return file;
  }

  /** Appends the next so many. */
  void append(int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "{\"eventVersion\":\"1.11\",\"eventTime\":\"2026-03-02T09:00:00Z\","
                  + "\"eventSource\":\"numbers.example\",\"eventName\":\"Numbered\","
                  + "\"awsRegion\":\"eu-central-1\",\"sourceIPAddress\":\"192.0.2.1\","
                  + "\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"ann\"},"
                  + "\"eventID\":\"%d\"}\n",
              written + i));
    }
    Files.writeString(file, text, StandardOpenOption.APPEND);
    written += count;
  }

  /** Gives the file another name, those that have one the next, and goes on in a new file. */
  void rotate() throws IOException {
    for (int number = rotated; number > 0; number--) {
      Files.move(old(number), old(number + 1));
    }
    Files.move(file, old(1));
    Files.createFile(file);
    rotated++;
  }

  private Path old(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /** How many have been written. */
  int written() {
    return written;
  }

  /** All numbers that have been written. */
  Set<Integer> numbers() {
    return IntStream.range(0, written).boxed().collect(Collectors.toSet());
  }
}
