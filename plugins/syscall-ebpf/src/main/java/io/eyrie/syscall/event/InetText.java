// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

/** Writes internet addresses as {@code inet_ntop} does (RFC 5952, mapped IPv4 in dots). */
public final class InetText {

  private InetText() {}

  /** Appends four bytes as {@code 10.0.0.1}. */
  public static void appendV4(Text to, byte[] from, int offset) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        to.append('.');
      }
      to.appendDecimal(from[offset + i] & 0xff);
    }
  }

  /** Appends sixteen bytes as {@code 2001:db8::1}. */
  public static void appendV6(Text to, byte[] from, int offset) {
    if (prefixed(from, offset)) {
      appendGroups(to, from, offset, 6);
      to.append(':');
      appendV4(to, from, offset + 12);
      return;
    }
    appendGroups(to, from, offset, 8);
  }

  /** Whether sixteen bytes are an IPv4 address in IPv6 form, or the unspecified address. */
  public static boolean mapped(byte[] from, int offset) {
    if (!zero(from, offset, 10)) {
      return false;
    }
    return from[offset + 10] == -1 && from[offset + 11] == -1 || zero(from, offset + 10, 6);
  }

  private static boolean prefixed(byte[] from, int offset) {
    return zero(from, offset, 10) && from[offset + 10] == -1 && from[offset + 11] == -1;
  }

  private static boolean zero(byte[] from, int offset, int count) {
    for (int i = 0; i < count; i++) {
      if (from[offset + i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int group(byte[] from, int offset, int index) {
    return (from[offset + 2 * index] & 0xff) << 8 | from[offset + 2 * index + 1] & 0xff;
  }

  /** The longest run of at least two zero groups becomes "::", the first of equal ones. */
  private static void appendGroups(Text to, byte[] from, int offset, int count) {
    int bestStart = -1;
    int bestLength = 1;
    int start = -1;
    for (int i = 0; i < count; i++) {
      if (group(from, offset, i) != 0) {
        start = -1;
        continue;
      }
      if (start < 0) {
        start = i;
      }
      if (i - start + 1 > bestLength) {
        bestStart = start;
        bestLength = i - start + 1;
      }
    }
    for (int i = 0; i < count; i++) {
      if (i == bestStart) {
        to.append(':').append(':');
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && (bestStart < 0 || i != bestStart + bestLength)) {
        to.append(':');
      }
      to.appendHex(group(from, offset, i));
    }
  }
}
