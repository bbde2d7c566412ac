// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes slices of bytes, eight at a time, by multiplication and shift. */
final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  static int of(byte[] array, int offset, int length) {
    long hash = length;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ (long) LONGS.get(array, i)) * FACTOR;
      hash ^= hash >>> 29;
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << 8 | (array[i] & 0xFF);
    }
    hash = (hash ^ rest) * FACTOR;
    return (int) (hash >>> 32);
  }

  static int of(long number) {
    return (int) (number * FACTOR >>> 32);
  }
}
