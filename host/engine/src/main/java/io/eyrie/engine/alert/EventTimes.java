// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes points in time, given as nanoseconds since the epoch, as alerts and fields show them. */
public final class EventTimes {
  private static final long SECOND = 1_000_000_000L;
  private static final DateTimeFormatter CLOCK = format("HH:mm:ss");
  private static final DateTimeFormatter DATE_CLOCK = format("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter ISO = format("uuuu-MM-dd'T'HH:mm:ss");

  private EventTimes() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** The whole seconds since the epoch. */
  public static long seconds(long nanos) {
    return Math.floorDiv(nanos, SECOND);
  }

  /** The nanoseconds within the second, 0 to 999,999,999. */
  public static long nanosOfSecond(long nanos) {
    return Math.floorMod(nanos, SECOND);
  }

  private static ZonedDateTime at(long nanos, ZoneId zone) {
    return Instant.ofEpochSecond(seconds(nanos), nanosOfSecond(nanos)).atZone(zone);
  }

  /** Nine digits after a dot. */
  private static String fraction(long nanos) {
    String digits = Long.toString(nanosOfSecond(nanos));
    return "." + "0".repeat(9 - digits.length()) + digits;
  }

  /** {@code HH:MM:SS}. */
  public static String clockSeconds(long nanos, ZoneId zone) {
    return CLOCK.format(at(nanos, zone));
  }

  /** {@code HH:MM:SS.nnnnnnnnn}. */
  public static String clock(long nanos, ZoneId zone) {
    return clockSeconds(nanos, zone) + fraction(nanos);
  }

  /** {@code YYYY-MM-DD HH:MM:SS}. */
  public static String dateTimeSeconds(long nanos, ZoneId zone) {
    return DATE_CLOCK.format(at(nanos, zone));
  }

  /** {@code YYYY-MM-DD HH:MM:SS.nnnnnnnnn}. */
  public static String dateTime(long nanos, ZoneId zone) {
    return dateTimeSeconds(nanos, zone) + fraction(nanos);
  }

  /** {@code YYYY-MM-DDTHH:MM:SS.nnnnnnnnn+0000}, in UTC. */
  public static String iso8601(long nanos) {
    return ISO.format(at(nanos, ZoneOffset.UTC)) + fraction(nanos) + "+0000";
  }

  /** {@code YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ}, in UTC. */
  public static String iso8601Zulu(long nanos) {
    return ISO.format(at(nanos, ZoneOffset.UTC)) + fraction(nanos) + "Z";
  }
}
