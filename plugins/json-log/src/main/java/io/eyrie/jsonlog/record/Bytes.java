// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches for the few bytes that matter to the {@link RecordReader}.
 *
 * <p>Strings are passed over eight bytes at a time: a byte of {@code v ^ pattern} is zero where the
 * byte is found, and {@code (x - 0x01..) & ~x & 0x80..} has the top bit of its lowest zero byte set
 * (from "Hacker's Delight", 6-1; bits above the lowest may be wrong, and are not looked at).
 */
final class Bytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long LINE_FEEDS = ONES * '\n';

  private static final boolean[] STRUCTURAL = new boolean[256];

  static {
    for (char c : "\"{}[]\n".toCharArray()) {
      STRUCTURAL[c] = true;
    }
  }

  private Bytes() {}

  /** The first quote, brace, bracket or line feed, or the end. */
  static int structural(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !STRUCTURAL[bytes[at] & 0xFF]) {
      at++;
    }
    return at;
  }

  /** The first quote, backslash or line feed, or the end. */
  static int endOrEscape(byte[] bytes, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES) {
      long v = (long) LONGS.get(bytes, at);
      long found = zeros(v ^ QUOTES) | zeros(v ^ BACKSLASHES) | zeros(v ^ LINE_FEEDS);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] != '"' && bytes[at] != '\\' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static long zeros(long x) {
    return (x - ONES) & ~x & TOPS;
  }

  /** How many line feeds stand between two indexes. */
  static int lineFeeds(byte[] bytes, int from, int to) {
    int found = 0;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        found++;
      }
    }
    return found;
  }
}
