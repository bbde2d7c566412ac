// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Cuts what comes from a connection into lines of bounded length. For one thread. */
final class RequestLines {

  private final ReadableByteChannel channel;
  private final int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(8 * 1024).limit(0);
  private boolean tooLong;

  RequestLines(ReadableByteChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /** The next line without its end, or null at the end of input or when it is too long. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(b);
        if (line.size() >= longest) {
          tooLong = true;
          return null;
        }
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
    }
  }

  /** Whether the last line had no end within the bound. */
  boolean tooLong() {
    return tooLong;
  }
}
