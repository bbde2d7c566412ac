// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Writes a message of Protocol Buffers: as much of the wire format as log records need. What it
 * writes is read by OpenTelemetry's own classes in the tests.
 */
final class ProtoWriter {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** The message that the writer writes. */
  static byte[] message(Consumer<ProtoWriter> writer) {
    ProtoWriter message = new ProtoWriter();
    writer.accept(message);
    return message.bytes.toByteArray();
  }

  /** A message within the message. */
  void message(int field, Consumer<ProtoWriter> writer) {
    bytes(field, message(writer));
  }

  void text(int field, String text) {
    bytes(field, text.getBytes(UTF_8));
  }

  void varint(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  void fixed64(int field, long value) {
    tag(field, FIXED64);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes.write((int) (value >>> shift));
    }
  }

  private void bytes(int field, byte[] content) {
    tag(field, LENGTH);
    varint(content.length);
    bytes.writeBytes(content);
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }
}
