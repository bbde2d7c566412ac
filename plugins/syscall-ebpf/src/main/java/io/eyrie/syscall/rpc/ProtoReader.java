// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Goes through the fields of a message of protocol buffers; what nobody asks for is passed over.
 * One thread.
 *
 * <pre>{@code
 * ProtoReader reader = new ProtoReader(bytes);
 * while (reader.next()) {
 *   switch (reader.field()) {
 *     case 1 -> id = reader.text();
 *     default -> {}
 *   }
 * }
 * }</pre>
 */
public final class ProtoReader {

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private long number;
  private int from;
  private int length;

  /** Of a whole message. */
  public ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /**
   * Goes to the next field; false at the end.
   *
   * @throws IOException when the message is broken
   */
  public boolean next() throws IOException {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    from = at;
    length = 0;
    number = 0;
    switch ((int) tag & 7) {
      case 0 -> number = varint();
      case 1 -> skip(8);
      case 2 -> {
        long size = varint();
        from = at;
        if (size < 0 || size > end - at) {
          throw broken();
        }
        length = (int) size;
        skip(length);
      }
      case 5 -> skip(4);
      default -> throw broken();
    }
    return true;
  }

  /** Its number. */
  public int field() {
    return field;
  }

  /** Its value, of an integer, a truth value or an enumeration; 0 of others. */
  public long number() {
    return number;
  }

  /** Its value as text; empty of a number. */
  public String text() {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /** Its value as bytes; empty of a number. */
  public byte[] bytes() {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** Its value as a message. */
  public ProtoReader message() {
    return new ProtoReader(bytes, from, from + length);
  }

  private void skip(int count) throws IOException {
    if (count > end - at) {
      throw broken();
    }
    at += count;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw broken();
      }
      byte part = bytes[at++];
      value |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw broken();
  }

  private static IOException broken() {
    return new IOException("a broken message of protocol buffers");
  }
}
