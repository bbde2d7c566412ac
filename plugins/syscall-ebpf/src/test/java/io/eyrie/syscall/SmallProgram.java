// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a program of 32 bits that makes system calls one after the other and needs no library: an
 * ELF file with one segment, in which each call loads its registers and makes interrupt 0x80.
 */
final class SmallProgram {

  private static final int ADDRESS = 0x08048000;
  private static final int CODE = 84;
  private static final int CALL = 32;
  private static final byte[] REGISTERS = {
    (byte) 0xb8, (byte) 0xbb, (byte) 0xb9, (byte) 0xba, (byte) 0xbe, (byte) 0xbf
  };

  private final List<Object[]> calls = new ArrayList<>();

  /** Adds a call: its number on i386, then up to five numbers, texts and lists of texts. */
  SmallProgram call(Object... words) {
    calls.add(words);
    return this;
  }

  /** Writes it. */
  Path write(Path file) throws IOException {
    ByteBuffer image = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    image.position(CODE + CALL * calls.size());
    int at = CODE;
    for (Object[] words : calls) {
      for (int i = 0; i < REGISTERS.length; i++) {
        int value = i < words.length ? value(words[i], image) : 0;
        image.put(at, REGISTERS[i]).putInt(at + 1, value);
        at += 5;
      }
      image.put(at, (byte) 0xcd).put(at + 1, (byte) 0x80);
      at += 2;
    }
    int size = image.position();
    image.put(0, new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1});
    // An executable for the 386 that begins behind its headers: one, which loads all of it.
    image.putShort(16, (short) 2).putShort(18, (short) 3).putInt(20, 1).putInt(24, ADDRESS + CODE);
    image.putInt(28, 52).putShort(40, (short) 52).putShort(42, (short) 32).putShort(44, (short) 1);
    image.putInt(52, 1).putInt(60, ADDRESS).putInt(64, ADDRESS).putInt(68, size).putInt(72, size);
    image.putInt(76, 7).putInt(80, 0x1000);
    byte[] bytes = new byte[size];
    image.get(0, bytes);
    Files.write(file, bytes);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static int value(Object word, ByteBuffer image) {
    return switch (word) {
      case Integer number -> number;
      case String text -> {
        int address = ADDRESS + image.position();
        image.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
        yield address;
      }
      case List<?> texts -> {
        List<Integer> addresses = new ArrayList<>();
        for (Object text : texts) {
          addresses.add(value(text, image));
        }
        int address = ADDRESS + image.position();
        addresses.forEach(image::putInt);
        image.putInt(0);
        yield address;
      }
      default -> throw new IllegalArgumentException(word.toString());
    };
  }
}
