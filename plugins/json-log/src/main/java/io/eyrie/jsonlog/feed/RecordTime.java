// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.feed;

import io.eyrie.jsonlog.projection.Slice;

/**
 * Reads the time of a record without making objects: RFC 3339, and the same with a blank for the
 * {@code T} or without a zone, which then is UTC (logs that went through a database look like
 * that).
 */
public final class RecordTime {

  /** What stands for no time at all. */
  public static final long NONE = Long.MIN_VALUE;

  private static final int NANOS_DIGITS = 9;

  private RecordTime() {}

  /** Nanoseconds since the epoch, from the years 1700 to 2261, or {@link #NONE}. */
  static long nanos(Slice text) {
    byte[] a = text.array();
    int at = text.offset();
    int end = at + text.length();
    if (text.length() < 19
        || a[at + 4] != '-'
        || a[at + 7] != '-'
        || a[at + 10] != 'T' && a[at + 10] != 't' && a[at + 10] != ' '
        || a[at + 13] != ':'
        || a[at + 16] != ':') {
      return NONE;
    }
    int year = digits(a, at, 4);
    int month = digits(a, at + 5, 2);
    int day = digits(a, at + 8, 2);
    int hour = digits(a, at + 11, 2);
    int minute = digits(a, at + 14, 2);
    int second = digits(a, at + 17, 2);
    if (year < 1700
        || year > 2261
        || month < 1
        || month > 12
        || day < 1
        || day > daysIn(year, month)
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60) {
      return NONE;
    }
    at += 19;
    long fraction = 0;
    if (at < end && a[at] == '.') {
      int first = ++at;
      while (at < end && a[at] >= '0' && a[at] <= '9') {
        if (at - first < NANOS_DIGITS) {
          fraction = fraction * 10 + (a[at] - '0');
        }
        at++;
      }
      if (at == first) {
        return NONE;
      }
      for (int i = at - first; i < NANOS_DIGITS; i++) {
        fraction *= 10;
      }
    }
    int zone = zoneSeconds(a, at, end);
    if (zone == Integer.MIN_VALUE) {
      return NONE;
    }
    long seconds =
        daysSinceEpoch(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second;
    return (seconds - zone) * 1_000_000_000L + fraction;
  }

  private static int zoneSeconds(byte[] a, int at, int end) {
    if (at == end || at + 1 == end && (a[at] == 'Z' || a[at] == 'z')) {
      return 0;
    }
    if (end - at != 6 || a[at] != '+' && a[at] != '-' || a[at + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(a, at + 1, 2);
    int minutes = digits(a, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3600 + minutes * 60;
    return a[at] == '-' ? -seconds : seconds;
  }

  /**
   * Reads a number as milliseconds, microseconds or nanoseconds since the epoch, whichever gives a
   * time from the year 1973 on; a fraction does not count. Seconds are not told from other numbers.
   */
  static long sinceEpoch(Slice number) {
    byte[] a = number.array();
    int end = number.offset() + number.length();
    int at = number.offset();
    long whole = 0;
    while (at < end && a[at] >= '0' && a[at] <= '9' && at - number.offset() < 19) {
      whole = whole * 10 + (a[at] - '0');
      at++;
    }
    if (at == number.offset() || at < end && a[at] != '.') {
      return NONE;
    }
    if (whole < 100_000_000_000L) {
      return NONE;
    }
    long unit =
        whole < 100_000_000_000_000L ? 1_000_000 : whole < 100_000_000_000_000_000L ? 1000 : 1;
    return whole >= Long.MAX_VALUE / unit ? NONE : whole * unit;
  }

  /** The number of so many decimal digits, or -1. */
  private static int digits(byte[] a, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      if (a[i] < '0' || a[i] > '9') {
        return -1;
      }
      value = value * 10 + (a[i] - '0');
    }
    return value;
  }

  private static int daysIn(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Days from 1970-01-01, by counting years from March so that the leap day comes last. */
  private static long daysSinceEpoch(int year, int month, int day) {
    int y = month > 2 ? year : year - 1;
    int m = month > 2 ? month - 3 : month + 9;
    int dayOfYear = (153 * m + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468L;
  }
}
