// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds single fields of a message of Protocol Buffers; bytes that are none hold no field. */
final class ProtoReader {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private ProtoReader() {}

  /** The number of a field; 0 when it is not there. */
  static long number(byte[] message, int field) {
    return find(message, field, VARINT).number();
  }

  /** The text of a field; empty when it is not there. */
  static String text(byte[] message, int field) {
    return new String(find(message, field, LENGTH).content(), UTF_8);
  }

  /** The message in a field; empty when it is not there. */
  static byte[] message(byte[] message, int field) {
    return find(message, field, LENGTH).content();
  }

  /** A field's value: one of the two. */
  private static final class Found {

    private static final Found NOTHING = new Found(0, new byte[0]);

    private final long number;
    private final byte[] content;

    private Found(long number, byte[] content) {
      this.number = number;
      this.content = content;
    }

    private long number() {
      return number;
    }

    private byte[] content() {
      return content;
    }
  }

  private static Found find(byte[] message, int field, int wireType) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (in.hasRemaining()) {
        long tag = varint(in);
        Found value =
            switch ((int) (tag & 7)) {
              case VARINT -> new Found(varint(in), new byte[0]);
              case FIXED64 -> new Found(in.getLong(), new byte[0]);
              case FIXED32 -> new Found(in.getInt(), new byte[0]);
              case LENGTH -> {
                long length = varint(in);
                if (length < 0 || length > in.remaining()) {
                  throw new BufferUnderflowException();
                }
                byte[] content = new byte[(int) length];
                in.get(content);
                yield new Found(0, content);
              }
              default -> throw new BufferUnderflowException();
            };
        if (tag == ((long) field << 3 | wireType)) {
          return value;
        }
      }
    } catch (BufferUnderflowException _) {
      // Cut off, or none of ours.
    }
    return Found.NOTHING;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }
}
