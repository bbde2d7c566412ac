// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** One request of HTTP/1.1 on a connection of its own. */
public final class HttpGet {

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  private final UnixConnection connection;

  private HttpGet(UnixConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks.
   *
   * @param target path and query, escaped
   * @throws IOException when nobody answers, the answer is late, broken or longer than 16 MiB
   */
  public static HttpAnswer ask(Path socket, String target, Deadline deadline) throws IOException {
    try (UnixConnection connection = UnixConnection.open(socket, deadline)) {
      connection.write(
          ("GET "
                  + target
                  + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                  + "User-Agent: eyrie\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      return new HttpGet(connection).answer();
    }
  }

  private HttpAnswer answer() throws IOException {
    int status = status(line());
    long length = -1;
    boolean chunked = false;
    int headers = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (++headers > MOST_HEADERS) {
        throw new IOException("an answer with more than " + MOST_HEADERS + " headers");
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("an answer that is not HTTP");
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        default -> {}
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (status == 204 || status == 304) {
      return new HttpAnswer(status, body.toByteArray());
    }
    if (chunked) {
      chunks(body);
    } else if (length >= 0) {
      take(length, body);
    } else {
      rest(body);
    }
    return new HttpAnswer(status, body.toByteArray());
  }

  private static int status(String line) throws IOException {
    if (!line.startsWith("HTTP/1.") || line.length() < 12) {
      throw new IOException("an answer that is not HTTP");
    }
    return (int) number(line.substring(9, 12), 10);
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    while (true) {
      String line = line();
      int extension = line.indexOf(';');
      long size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
      if (size == 0) {
        return;
      }
      take(size, body);
      line();
    }
  }

  private void take(long length, ByteArrayOutputStream body) throws IOException {
    bounded(body.size() + length);
    byte[] bytes = new byte[(int) length];
    connection.readFully(bytes);
    body.writeBytes(bytes);
  }

  private void rest(ByteArrayOutputStream body) throws IOException {
    for (int c = connection.read(); c >= 0; c = connection.read()) {
      bounded(body.size() + 1L);
      body.write(c);
    }
  }

  private static void bounded(long length) throws IOException {
    if (length > MOST_BYTES) {
      throw new IOException("an answer longer than " + MOST_BYTES + " bytes");
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = connection.read(); c != '\n'; c = connection.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended in the middle of an answer");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a header longer than " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IOException("an answer that is not HTTP: '" + text + "' is not a number", e);
    }
    throw new IOException("an answer that is not HTTP: " + text + " is below 0");
  }
}
