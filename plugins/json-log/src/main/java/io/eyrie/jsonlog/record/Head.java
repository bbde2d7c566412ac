// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** The first bytes of an input, by which it is known again when it has grown, moved or shrunk. */
public final class Head {

  private static final int LENGTH = 1024;

  private final byte[] bytes = new byte[LENGTH];
  private final CRC32C crc = new CRC32C();
  private int length;

  Head() {}

  /** Reads the head of an input, decompressed if need be, and closes the stream. */
  public static Head of(InputStream raw) throws IOException {
    try (ByteStream in = ByteStream.open(raw)) {
      Head head = new Head();
      byte[] first = new byte[LENGTH];
      head.add(first, 0, in.readFully(first));
      return head;
    }
  }

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

  /** How many bytes it has: fewer than 1024 only of an input that is shorter. */
  public int length() {
    return length;
  }

  /** The checksum of the first bytes, of which at least that many were added. */
  int checksum(int count) {
    crc.reset();
    crc.update(bytes, 0, Math.min(count, length));
    return (int) crc.getValue();
  }

  /** Whether the input begins with the bytes of that checksum; never when they are none. */
  public boolean begins(int count, int checksum) {
    return count > 0 && count <= length && checksum(count) == checksum;
  }
}
