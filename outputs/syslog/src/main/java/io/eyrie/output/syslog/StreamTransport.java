// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.alerttext.stream.TimedStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages one behind the other over a connection that is kept: TCP, TLS or a Unix socket.
 *
 * <p>Syslog knows no acknowledgement. Before and after each batch it looks whether the receiver has
 * closed the connection, and sends the batch again over a new one; what a receiver had taken from
 * the network and not yet written down when it died is lost.
 */
final class StreamTransport implements Transport {

  /** Opens a connection. */
  interface Opening {
    Connection open() throws IOException;
  }

  private final Opening opening;
  private final boolean counted;
  private final Duration timeout;
  private final String thread;
  private @Nullable Connection connection;
  private @Nullable TimedStream stream;

  /**
   * Makes one that connects by need.
   *
   * @param counted whether each message is preceded by its length, rather than followed by a
   *     newline
   * @param thread the name of the thread that writes
   */
  StreamTransport(Opening opening, boolean counted, Duration timeout, String thread) {
    this.opening = opening;
    this.counted = counted;
    this.timeout = timeout;
    this.thread = thread;
  }

  @Override
  public int longestMessage() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException, InterruptedException {
    boolean sent = false;
    try {
      Connection open = connection;
      TimedStream out = stream;
      if (open == null || out == null || open.ended()) {
        close();
        open = opening.open();
        connection = open;
        out = new TimedStream(thread, open.out(), open, timeout);
        stream = out;
      }
      out.write(framed(messages));
      if (open.ended()) {
        throw new EOFException("the receiver has closed the connection");
      }
      sent = true;
    } finally {
      if (!sent) {
        close();
      }
    }
  }

  private byte[] framed(List<byte[]> messages) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      if (counted) {
        frames.writeBytes((message.length + " ").getBytes(US_ASCII));
      }
      frames.writeBytes(message);
      if (!counted) {
        frames.write('\n');
      }
    }
    return frames.toByteArray();
  }

  @Override
  public void close() {
    TimedStream out = stream;
    if (out != null) {
      Connection.closeQuietly(out::close);
    }
    stream = null;
    connection = null;
  }
}
