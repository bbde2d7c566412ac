// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as people type it. */
final class Moment {

  /** How it is typed, for descriptions of options. */
  static final String FORM =
      "2026-01-31, 2026-01-31T12:00, 2026-01-31T12:00:00Z, or 2h for two hours ago";

  private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

  private Moment() {}

  /**
   * Reads a date, a date and time of the local zone or with its own, or how long ago.
   *
   * @throws CommandFailed if it is none of these
   */
  static Instant parse(String option, String text, Instant now) throws CommandFailed {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        long count = Long.parseLong(ago.group(1));
        return now.minus(
            switch (ago.group(2)) {
              case "s" -> Duration.ofSeconds(count);
              case "m" -> Duration.ofMinutes(count);
              case "h" -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            });
      }
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException e) {
      throw new CommandFailed("eyrie: " + option + ": '" + text + "' is no time; write " + FORM, e);
    }
  }
}
