// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stream whose writes end, also when the other side does not read: blocking writes of sockets and
 * pipes heed neither time-outs nor interrupts, so a thread of its own does them.
 *
 * <p>For one thread at a time.
 */
public final class TimedStream implements AutoCloseable {

  private final OutputStream out;
  private final Closeable breakOff;
  private final Duration timeout;
  private final ExecutorService writer;
  private boolean broken;

  /** The other side has not read for the whole time; the stream is closed. */
  public static final class Stalled extends IOException {
    private static final long serialVersionUID = 1L;

    private Stalled(Duration timeout) {
      super("nobody has read for " + timeout.toMillis() + " ms");
    }
  }

  /**
   * Takes over a stream.
   *
   * @param thread the name of the thread that writes
   * @param breakOff ends a write that is under way: closes the socket, kills the reader
   * @param timeout of each write
   */
  public TimedStream(String thread, OutputStream out, Closeable breakOff, Duration timeout) {
    this.out = out;
    this.breakOff = breakOff;
    this.timeout = timeout;
    this.writer =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name(thread).daemon().factory());
  }

  /**
   * Writes and flushes. After a failure the stream is of no use any more.
   *
   * @throws Stalled when it took too long
   */
  public void write(byte[] bytes) throws IOException, InterruptedException {
    Future<?> written =
        writer.submit(() -> {
          out.write(bytes);
          out.flush();
          return null;
        });
    boolean ended = false;
    try {
      written.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      ended = true;
    } catch (TimeoutException _) {
      throw new Stalled(timeout);
    } catch (ExecutionException e) {
      ended = true;
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      if (!ended) {
        broken = true;
        breakOff.close();
      }
    }
  }

  /** Closes the stream, unless it is broken off already. */
  @Override
  public void close() throws IOException {
    try {
      // The close of a stream waits for a write that may still be under way.
      if (!broken) {
        out.close();
      }
    } finally {
      writer.shutdown();
    }
  }
}
