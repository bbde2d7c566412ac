// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.api.error.PluginException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times whose objects are wanted: {@code START} or {@code START-END}, each a time such as
 * {@code 2026-01-31T00:00:00Z} or how long ago, such as {@code 5d}.
 *
 * @param startMillis since the epoch; {@link Long#MIN_VALUE} for the beginning
 * @param endMillis since the epoch; {@link Long#MAX_VALUE} when there is no end
 */
record Interval(long startMillis, long endMillis) {

  private static final String END =
      "(\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d[Zz]|\\d{1,6}[wdhms])";
  private static final Pattern FORM = Pattern.compile(END + "(?:\\s*-\\s*" + END + ")?");

  /**
   * Reads one.
   *
   * @param now from which it is counted back
   * @throws PluginException if it is none
   */
  static Interval parse(String key, String text, Instant now) throws PluginException {
    if (text.isBlank()) {
      return new Interval(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw invalid(key, text);
    }
    try {
      long start = time(matcher.group(1), now);
      long end = matcher.group(2) == null ? Long.MAX_VALUE : time(matcher.group(2), now);
      if (end <= start) {
        throw PluginException.user(
            "config.invalid", key + ": '" + text + "' ends before it begins");
      }
      return new Interval(start, end);
    } catch (DateTimeParseException _) {
      throw invalid(key, text);
    }
  }

  private static PluginException invalid(String key, String text) {
    return PluginException.user(
        "config.invalid",
        key
            + ": '"
            + text
            + "' is not of the form START or START-END, each such as 2026-01-31T00:00:00Z or 5d");
  }

  private static long time(String text, Instant now) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.endsWith("Z")) {
      return Instant.parse(upper).toEpochMilli();
    }
    long amount = Long.parseLong(text.substring(0, text.length() - 1));
    Duration ago =
        switch (text.charAt(text.length() - 1)) {
          case 'w' -> Duration.ofDays(7 * amount);
          case 'd' -> Duration.ofDays(amount);
          case 'h' -> Duration.ofHours(amount);
          case 'm' -> Duration.ofMinutes(amount);
          default -> Duration.ofSeconds(amount);
        };
    return now.minus(ago).toEpochMilli();
  }

  /** Whether it comes to an end. */
  boolean ends() {
    return endMillis != Long.MAX_VALUE;
  }
}
