// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Puts captures together block by block, those of old programs too. */
final class Blocks {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Blocks capture() {
    return new Blocks()
        .block(BlockType.SECTION, body -> body.i32(0x1A2B3C4D).u16(1).u16(0).i64(-1));
  }

  Blocks block(int type, Consumer<BlockBuilder> body) {
    BlockBuilder block = new BlockBuilder().begin(type);
    body.accept(block);
    try {
      block.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Blocks raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  /** An event as it was written until 2018: without the number of its parameters. */
  Blocks oldEvent(int code, long tid, byte[]... parameters) {
    return block(
        BlockType.EVENT,
        body -> {
          int data = 0;
          for (byte[] parameter : parameters) {
            data += 2 + parameter.length;
          }
          body.u16(0).i64(1_000).i64(tid).i32(22 + data).u16(code);
          for (byte[] parameter : parameters) {
            body.u16(parameter.length);
          }
          for (byte[] parameter : parameters) {
            body.raw(parameter);
          }
        });
  }

  static byte[] i64(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }

  static byte[] i32(long value) {
    return Arrays.copyOf(i64(value), 4);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<String> read() {
    return Events.read(bytes());
  }
}
