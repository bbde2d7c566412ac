// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes and compares slices of bytes, eight at a time. The last eight overlap those before, so
 * that no rest is left to be taken one by one.
 */
final class ByteWords {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private ByteWords() {}

  /** A hash of a slice, by multiplication and shift. */
  static int hash(byte[] array, int offset, int length) {
    long hash = length;
    if (length >= 8) {
      int last = offset + length - 8;
      for (int i = offset; i < last; i += 8) {
        hash = (hash ^ (long) LONGS.get(array, i)) * FACTOR;
        hash ^= hash >>> 29;
      }
      hash ^= (long) LONGS.get(array, last);
    } else if (length >= 4) {
      long first = (int) INTS.get(array, offset);
      hash ^= first << 32 ^ (int) INTS.get(array, offset + length - 4);
      hash ^= hash >>> 29;
    } else if (length > 0) {
      hash ^=
          (array[offset] & 0xFFL) << 8
              | (array[offset + (length >> 1)] & 0xFFL) << 16
              | (array[offset + length - 1] & 0xFFL) << 24;
    }
    hash *= FACTOR;
    return (int) (hash >>> 32 ^ hash >>> 50);
  }

  /** A hash of a number. */
  static int hash(long number) {
    return (int) (number * FACTOR >>> 32);
  }

  /** Whether two slices of one length are equal. */
  static boolean equal(byte[] a, int from, byte[] b, int other, int length) {
    if (length >= 8) {
      int last = length - 8;
      for (int i = 0; i < last; i += 8) {
        if ((long) LONGS.get(a, from + i) != (long) LONGS.get(b, other + i)) {
          return false;
        }
      }
      return (long) LONGS.get(a, from + last) == (long) LONGS.get(b, other + last);
    }
    if (length >= 4) {
      return (int) INTS.get(a, from) == (int) INTS.get(b, other)
          && (int) INTS.get(a, from + length - 4) == (int) INTS.get(b, other + length - 4);
    }
    for (int i = 0; i < length; i++) {
      if (a[from + i] != b[other + i]) {
        return false;
      }
    }
    return true;
  }
}
