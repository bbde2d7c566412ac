// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * A place in the log of one store, as readers hold it: opaque, with a check sum against mistakes.
 *
 * <p>Text form: {@code e1} and 27 characters of base64url over epoch (8 bytes), number (8 bytes)
 * and CRC-32C of both (4 bytes).
 *
 * @param epoch which store; a new one begins with each new database
 * @param number the last alert that was read, 0 for none
 */
record LogToken(long epoch, long number) {

  private static final String VERSION = "e1";
  private static final int BODY = 2 * Long.BYTES;

  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(BODY + Integer.BYTES).putLong(epoch).putLong(number);
    bytes.putInt(checksum(bytes.array()));
    return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static LogToken parse(String text) {
    byte[] bytes = decode(text);
    if (bytes.length != BODY + Integer.BYTES) {
      throw invalid();
    }
    ByteBuffer body = ByteBuffer.wrap(bytes);
    LogToken token = new LogToken(body.getLong(), body.getLong());
    if (body.getInt() != checksum(bytes) || token.number < 0) {
      throw invalid();
    }
    return token;
  }

  private static byte[] decode(String text) {
    if (!text.startsWith(VERSION) || text.length() > 64) {
      throw invalid();
    }
    try {
      return Base64.getUrlDecoder().decode(text.substring(VERSION.length()));
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BODY);
    return (int) crc.getValue();
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("not a token of an alert log: use one as it was received");
  }
}
