// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

/**
 * Memory for the decoded values of one record. When it is full, a larger array takes over and the
 * old one stays with the slices that were given from it.
 */
final class Scratch {

  private static final int SMALLEST = 1024;

  /** A record that needed more leaves its memory to the collector. */
  private static final int LARGEST_KEPT = 1 << 20;

  private final Slice slice = new Slice();
  private byte[] array = new byte[SMALLEST];
  private int begin;
  private int used;

  void reset() {
    used = 0;
    begin = 0;
    if (array.length > LARGEST_KEPT) {
      array = new byte[SMALLEST];
    }
  }

  Slice slice(byte[] bytes, int offset, int length) {
    return slice.of(bytes, offset, length);
  }

  /** Begins a value. */
  void begin() {
    begin = used;
  }

  void put(int b) {
    if (used == array.length) {
      grow(1);
    }
    array[used++] = (byte) b;
  }

  void put(byte[] bytes, int from, int to) {
    int count = to - from;
    if (array.length - used < count) {
      grow(count);
    }
    System.arraycopy(bytes, from, array, used, count);
    used += count;
  }

  void putCodePoint(int c) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | c >> 6);
      put(0x80 | c & 0x3F);
    } else if (c < 0x10000) {
      put(0xE0 | c >> 12);
      put(0x80 | c >> 6 & 0x3F);
      put(0x80 | c & 0x3F);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | c >> 12 & 0x3F);
      put(0x80 | c >> 6 & 0x3F);
      put(0x80 | c & 0x3F);
    }
  }

  /** Ends the value that was begun. */
  Slice end() {
    return slice.of(array, begin, used - begin);
  }

  private void grow(int more) {
    int written = used - begin;
    byte[] larger = new byte[Math.max(array.length * 2, Math.addExact(written, more) * 2)];
    System.arraycopy(array, begin, larger, 0, written);
    array = larger;
    begin = 0;
    used = written;
  }
}
