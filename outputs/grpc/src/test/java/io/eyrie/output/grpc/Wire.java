// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Encodes a protobuf message by hand: field numbers and wire types, no generated class. */
final class Wire {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A field of wire type 0. */
  Wire varint(int field, long value) {
    number((long) field << 3);
    number(value);
    return this;
  }

  Wire text(int field, String value) {
    return bytes(field, value.getBytes(UTF_8));
  }

  /** An entry of a map of texts. */
  Wire entry(int field, String key, String value) {
    return bytes(field, new Wire().text(1, key).text(2, value).bytes());
  }

  /** A field of wire type 2: text, bytes, message. */
  Wire bytes(int field, byte[] value) {
    number((long) field << 3 | 2);
    number(value.length);
    out.writeBytes(value);
    return this;
  }

  private void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
