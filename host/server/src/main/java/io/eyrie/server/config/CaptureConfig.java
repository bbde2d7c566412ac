// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is recorded of the events that follow a match.
 *
 * @param enabled whether anything is
 * @param pathPrefix what the names of the files begin with, absolute
 * @param everyRule whether every rule asks for it, and not only those with {@code capture: true}
 * @param defaultDuration how long, where the rule does not say
 * @param maxFileSize how large a file may grow, bytes; 0 without bound
 * @param maxFiles how many files are kept; the oldest go first
 */
public record CaptureConfig(
    boolean enabled,
    Path pathPrefix,
    boolean everyRule,
    Duration defaultDuration,
    long maxFileSize,
    int maxFiles) {

  /** Nothing is recorded. */
  public static final CaptureConfig NONE =
      new CaptureConfig(false, Path.of("/"), false, Duration.ZERO, 0, 0);
}
