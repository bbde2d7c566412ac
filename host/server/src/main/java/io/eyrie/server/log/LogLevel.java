// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How severe a line of the host's own log is, the most severe first. */
public enum LogLevel {
  /** Something does not work. */
  ERROR,
  /** Something works, but not as it should. */
  WARNING,
  /** What an operator may want to know. */
  INFO,
  /** What an author may want to know. */
  DEBUG,
  /** Everything. */
  TRACE;

  /** The level of a word of the configuration, in any case; {@code warn} is short for warning. */
  public static Optional<LogLevel> parse(String word) {
    if (word.equalsIgnoreCase("warn")) {
      return Optional.of(WARNING);
    }
    for (LogLevel level : values()) {
      if (level.name().equalsIgnoreCase(word)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** The words of the configuration. */
  public static List<String> words() {
    List<String> words = new ArrayList<>();
    for (LogLevel level : values()) {
      words.add(level.name().toLowerCase(Locale.ROOT));
    }
    return List.copyOf(words);
  }

  /** Whether a line of this level is shown when the log is set to that one. */
  boolean shownAt(LogLevel threshold) {
    return compareTo(threshold) <= 0;
  }
}
