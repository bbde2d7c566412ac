// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.Arrays;

/** Compares slices of bytes without allocating. */
final class Slices {
  private Slices() {}

  /** Whether the bytes from {@code offset} on begin with these; the caller checked the length. */
  static boolean equal(byte[] array, int offset, byte[] wanted) {
    return Arrays.equals(array, offset, offset + wanted.length, wanted, 0, wanted.length);
  }

  /** Plain search; the wanted bytes are in lower case when case is ignored. */
  static boolean contains(byte[] array, int offset, int length, byte[] wanted, boolean ignoreCase) {
    int last = offset + length - wanted.length;
    for (int from = offset; from <= last; from++) {
      int i = 0;
      while (i < wanted.length) {
        byte b = array[from + i];
        if ((ignoreCase ? Octets.lower(b) : b) != wanted[i]) {
          break;
        }
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
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
