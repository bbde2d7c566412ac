// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message of protocol buffers. One thread. */
public final class ProtoWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A text. */
  public ProtoWriter text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A message in the message. */
  public ProtoWriter message(int field, ProtoWriter message) {
    return bytes(field, message.toBytes());
  }

  /** Bytes. */
  public ProtoWriter bytes(int field, byte[] bytes) {
    varint((long) field << 3 | 2);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** A whole number or an enumeration. */
  public ProtoWriter number(int field, long number) {
    varint((long) field << 3);
    varint(number);
    return this;
  }

  /** A truth value. */
  public ProtoWriter truth(int field, boolean truth) {
    return number(field, truth ? 1 : 0);
  }

  /** The message. */
  public byte[] toBytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
