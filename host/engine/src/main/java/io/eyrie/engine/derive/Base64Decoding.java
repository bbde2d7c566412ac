// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import java.util.Arrays;

/** {@code b64()}: decodes base 64 (RFC 4648), padded or not; absent when it can't be decoded. */
final class Base64Decoding extends EachText {
  private static final byte[] DIGITS = new byte[256];

  static {
    Arrays.fill(DIGITS, (byte) -1);
    for (int i = 0; i < 26; i++) {
      DIGITS['A' + i] = (byte) i;
      DIGITS['a' + i] = (byte) (26 + i);
    }
    for (int i = 0; i < 10; i++) {
      DIGITS['0' + i] = (byte) (52 + i);
    }
    DIGITS['+'] = 62;
    DIGITS['/'] = 63;
  }

  Base64Decoding(Argument text) {
    super(text);
  }

  @Override
  boolean append(Argument one, Scratch made) {
    byte[] array = one.array();
    int at = one.offset();
    int end = at + one.length();
    int padding = 0;
    while (end > at && array[end - 1] == '=' && padding < 2) {
      end--;
      padding++;
    }
    int digits = end - at;
    int rest = digits & 3;
    if (rest == 1 || (padding > 0 && ((digits + padding) & 3) != 0)) {
      return false;
    }
    int bits = 0;
    int held = 0;
    for (; at < end; at++) {
      int digit = DIGITS[array[at] & 0xFF];
      if (digit < 0) {
        return false;
      }
      bits = bits << 6 | digit;
      held += 6;
      if (held >= 8) {
        held -= 8;
        made.append((byte) (bits >> held));
      }
    }
    // Bits that belong to no byte say that it is no base 64 at all, such as "cat".
    return (bits & (1 << held) - 1) == 0;
  }
}
