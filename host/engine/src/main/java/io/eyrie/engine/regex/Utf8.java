// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

/** Reads characters of UTF-8 (RFC 3629) out of bytes. */
final class Utf8 {
  private Utf8() {}

  /** How many bytes the character here has; 0 when none is encoded here. */
  static int length(byte[] array, int at, int end) {
    int lead = array[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || at + size > end) {
      return 0;
    }
    for (int i = 1; i < size; i++) {
      if ((array[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = array[at + 1] & 0xFF;
    boolean refused =
        (lead == 0xE0 && second < 0xA0)
            || (lead == 0xED && second > 0x9F)
            || (lead == 0xF0 && second < 0x90)
            || (lead == 0xF4 && second > 0x8F);
    return refused ? 0 : size;
  }

  /** The character of so many bytes here. */
  static int codePoint(byte[] array, int at, int size) {
    int lead = array[at] & 0xFF;
    int codePoint = size == 1 ? lead : lead & (0xFF >> (size + 1));
    for (int i = 1; i < size; i++) {
      codePoint = codePoint << 6 | (array[at + i] & 0x3F);
    }
    return codePoint;
  }
}
