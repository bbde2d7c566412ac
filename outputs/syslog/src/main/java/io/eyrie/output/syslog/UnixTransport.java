// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket: of datagrams, as {@code /dev/log} is on most systems, or else of streams. Which of
 * them is found out by connecting.
 */
final class UnixTransport implements Transport {

  private final Path path;
  private final Duration timeout;
  private final StreamTransport asStream;
  private @Nullable DatagramSocket datagrams;
  private boolean streams;

  UnixTransport(Path path, boolean counted, Duration timeout, String thread) {
    this.path = path;
    this.timeout = timeout;
    this.asStream = new StreamTransport(() -> Connection.unix(path), counted, timeout, thread);
  }

  @Override
  public int longestMessage() {
    return streams ? asStream.longestMessage() : DatagramSocket.LONGEST;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException, InterruptedException {
    DatagramSocket open = streams ? null : connected();
    if (open == null) {
      asStream.send(messages);
      return;
    }
    boolean sent = false;
    try {
      for (byte[] message : messages) {
        open.send(message);
      }
      sent = true;
    } finally {
      if (!sent) {
        close();
      }
    }
  }

  /** Null when the socket turns out to be one of streams. */
  private @Nullable DatagramSocket connected() throws IOException {
    DatagramSocket open = datagrams;
    if (open == null) {
      try {
        open = DatagramSocket.connect(path, timeout);
        datagrams = open;
      } catch (DatagramSocket.WrongType _) {
        streams = true;
      }
    }
    return open;
  }

  @Override
  public void close() {
    DatagramSocket open = datagrams;
    datagrams = null;
    if (open != null) {
      open.close();
    }
    asStream.close();
    // Whoever listens next may do it otherwise.
    streams = false;
  }
}
