// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.Arrays;

/** Compares slices of bytes without allocating. */
public final class Slices {
  private Slices() {}

  /** Whether the bytes from {@code offset} on begin with these; the caller checked the length. */
  static boolean equal(byte[] array, int offset, byte[] wanted) {
    return Arrays.equals(array, offset, offset + wanted.length, wanted, 0, wanted.length);
  }

  /** Whether the wanted bytes occur; they are in lower case when case is ignored. */
  static boolean contains(byte[] array, int offset, int length, byte[] wanted, boolean ignoreCase) {
    return contains(array, offset, length, wanted, 0, wanted.length, ignoreCase);
  }

  /**
   * Whether some bytes occur within others: the two-way algorithm (Crochemore and Perrin 1991),
   * whose time is linear in both lengths and whose memory is constant.
   */
  public static boolean contains(
      byte[] text, int offset, int length, byte[] word, int start, int size, boolean ignoreCase) {
    if (size > length) {
      return false;
    }
    if (size == 0) {
      return true;
    }
    long less = maximalSuffix(word, start, size, ignoreCase, false);
    long greater = maximalSuffix(word, start, size, ignoreCase, true);
    long longer = (int) (less >> 32) > (int) (greater >> 32) ? less : greater;
    int cut = (int) (longer >> 32);
    int period = (int) longer;
    boolean periodic = true;
    for (int i = 0; periodic && i <= cut; i++) {
      periodic =
          i + period < size
              && at(word, start + i, ignoreCase) == at(word, start + i + period, ignoreCase);
    }
    if (!periodic) {
      period = Math.max(cut + 1, size - cut - 1) + 1;
    }
    int known = -1;
    for (int shift = 0; shift <= length - size; ) {
      int i = Math.max(cut, known) + 1;
      while (i < size
          && at(word, start + i, ignoreCase) == at(text, offset + shift + i, ignoreCase)) {
        i++;
      }
      if (i < size) {
        shift += i - cut;
        known = -1;
        continue;
      }
      i = cut;
      while (i > known
          && at(word, start + i, ignoreCase) == at(text, offset + shift + i, ignoreCase)) {
        i--;
      }
      if (i <= known) {
        return true;
      }
      shift += period;
      known = periodic ? size - period - 1 : -1;
    }
    return false;
  }

  private static byte at(byte[] array, int index, boolean ignoreCase) {
    return ignoreCase ? Octets.lower(array[index]) : array[index];
  }

  /** Where the largest suffix begins, less one, in the high half; its period in the low half. */
  private static long maximalSuffix(
      byte[] word, int start, int size, boolean ignoreCase, boolean reversed) {
    int suffix = -1;
    int from = 0;
    int k = 1;
    int period = 1;
    while (from + k < size) {
      byte a = at(word, start + from + k, ignoreCase);
      byte b = at(word, start + suffix + k, ignoreCase);
      if (a == b) {
        if (k == period) {
          from += period;
          k = 1;
        } else {
          k++;
        }
      } else if (a < b != reversed) {
        from += k;
        k = 1;
        period = from - suffix;
      } else {
        suffix = from;
        from = suffix + 1;
        k = 1;
        period = 1;
      }
    }
    return (long) suffix << 32 | period;
  }

  /** Whether the path begins with the components of the canonical prefix. */
  static boolean pathBelow(byte[] array, int offset, int length, byte[] prefix) {
    int at = offset;
    int end = offset + length;
    int p = 0;
    while (p < prefix.length) {
      while (at < end && array[at] == '/') {
        at++;
      }
      p++;
      while (p < prefix.length && prefix[p] != '/') {
        if (at >= end || array[at++] != prefix[p++]) {
          return false;
        }
      }
      if (at < end && array[at] != '/') {
        return false;
      }
    }
    return true;
  }
}
