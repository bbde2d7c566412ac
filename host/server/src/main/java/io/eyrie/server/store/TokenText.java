// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Numbers as an opaque text, with a check sum against mistakes: a version of two characters, then
 * base64url over the numbers (8 bytes each) and their CRC-32C (4 bytes).
 *
 * @param version the two characters
 * @param count how many numbers
 * @param what it stands for, for messages
 */
record TokenText(String version, int count, String what) {

  String write(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(body() + Integer.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    bytes.putInt(checksum(bytes.array()));
    return version + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads the numbers.
   *
   * @throws IllegalArgumentException if the text is not what {@link #write} makes
   */
  long[] read(String text) {
    byte[] bytes = decode(text);
    if (bytes.length != body() + Integer.BYTES) {
      throw invalid();
    }
    ByteBuffer body = ByteBuffer.wrap(bytes);
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = body.getLong();
    }
    if (body.getInt() != checksum(bytes)) {
      throw invalid();
    }
    return numbers;
  }

  IllegalArgumentException invalid() {
    return new IllegalArgumentException("not " + what + ": use one as it was received");
  }

  private byte[] decode(String text) {
    if (!text.startsWith(version) || text.length() > 64) {
      throw invalid();
    }
    try {
      return Base64.getUrlDecoder().decode(text.substring(version.length()));
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  private int body() {
    return count * Long.BYTES;
  }

  private int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, body());
    return (int) crc.getValue();
  }
}
