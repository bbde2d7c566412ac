// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A block that is being written; its memory is reused for the next one. */
final class BlockBuilder {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int HEADER = 8;
  private static final int TRAILER = 4;

  private byte[] bytes = new byte[4096];
  private int end;

  /** Begins a block of a type, without a body. */
  BlockBuilder begin(int type) {
    end = 0;
    return i32(type).i32(0);
  }

  /** Whether there is a block without a body, or none. */
  boolean isEmpty() {
    return end <= HEADER;
  }

  /** The bytes of the block so far. */
  int size() {
    return end;
  }

  /** The block's memory; it may be another one after the next write. */
  byte[] bytes() {
    return bytes;
  }

  BlockBuilder u8(long value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
    return this;
  }

  BlockBuilder u16(long value) {
    int at = reserve(2);
    SHORT.set(bytes, at, (short) value);
    return this;
  }

  BlockBuilder i32(long value) {
    int at = reserve(4);
    INT.set(bytes, at, (int) value);
    return this;
  }

  BlockBuilder i64(long value) {
    int at = reserve(8);
    LONG.set(bytes, at, value);
    return this;
  }

  BlockBuilder raw(byte[] from, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(from, offset, bytes, at, length);
    return this;
  }

  BlockBuilder raw(byte[] from) {
    return raw(from, 0, from.length);
  }

  /** A text with its length before it, cut to what readers take. */
  BlockBuilder text(byte[] text, int most) {
    int length = Math.min(text.length, most);
    return u16(length).raw(text, 0, length);
  }

  /** Keeps room for a length and says where. */
  int lengthHere() {
    return reserve(4);
  }

  /** Fills in a length that ends here. */
  void setLength(int at, int length) {
    INT.set(bytes, at, length);
  }

  /** Ends the block and writes it. */
  void writeTo(OutputStream out) throws IOException {
    while (end % 4 != 0) {
      u8(0);
    }
    int total = end + TRAILER;
    INT.set(bytes, 4, total);
    i32(total);
    out.write(bytes, 0, end);
    end = 0;
  }

  private int reserve(int size) {
    int at = end;
    if (bytes.length - at < size) {
      bytes = Arrays.copyOf(bytes, Math.max(at + size, bytes.length * 2));
    }
    end = at + size;
    return at;
  }
}
