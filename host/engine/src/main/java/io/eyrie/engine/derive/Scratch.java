// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

/** Memory for texts in the making, used again for each event. */
final class Scratch {
  /** How long all texts of one value may be together. */
  static final int LONGEST = 1 << 26;

  private byte[] bytes = new byte[64];
  private int length;

  /** Begins anew with room for so many bytes; they stay where they are until the next call. */
  void begin(long capacity) {
    if (capacity > LONGEST) {
      throw new IllegalStateException("a transformer's text is longer than 64 MiB");
    }
    if (capacity > bytes.length) {
      bytes = new byte[Math.max((int) capacity, Math.min(LONGEST, bytes.length * 2))];
    }
    length = 0;
  }

  void append(byte b) {
    bytes[length++] = b;
  }

  void append(byte[] array, int offset, int count) {
    System.arraycopy(array, offset, bytes, length, count);
    length += count;
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }
}
