// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.util.zip.CRC32C;

/** The first bytes of an input, by which it is known again when it has grown. */
final class Head {

  private static final int LENGTH = 1024;

  private final byte[] bytes = new byte[LENGTH];
  private final CRC32C crc = new CRC32C();
  private int length;

  /** Takes the next bytes of the input. */
  void add(byte[] array, int offset, int count) {
    int taken = Math.min(count, LENGTH - length);
    if (taken > 0) {
      System.arraycopy(array, offset, bytes, length, taken);
      length += taken;
    }
  }

  /** How many bytes identify an input that was read up to that offset. */
  static int lengthAt(long offset) {
    return (int) Math.min(offset, LENGTH);
  }

  /** The checksum of the first bytes, of which at least that many were added. */
  int checksum(int count) {
    crc.reset();
    crc.update(bytes, 0, Math.min(count, length));
    return (int) crc.getValue();
  }
}
