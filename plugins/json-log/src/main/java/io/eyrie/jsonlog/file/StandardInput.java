// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard input that can be waited for: a thread reads ahead, a bounded number of chunks, so that
 * a quiet pipe does not hold up the source's worker.
 *
 * <p>The thread is a daemon: a read of standard input can't be interrupted, and ends with the
 * process at the latest.
 */
final class StandardInput extends InputStream {

  private static final int CHUNK = 64 * 1024;
  private static final int CHUNKS_AHEAD = 16;
  private static final byte[] END = {};

  private final ArrayBlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
  private final Thread reader;
  private volatile @Nullable IOException failure;

  private byte[] current = {};
  private int position;
  private boolean ended;

  StandardInput(InputStream in) {
    reader = new Thread(() -> pump(in), "json-log-stdin");
    reader.setDaemon(true);
    reader.start();
  }

  private void pump(InputStream in) {
    try {
      byte[] buffer = new byte[CHUNK];
      int count = in.read(buffer);
      while (count >= 0) {
        if (count > 0) {
          chunks.put(java.util.Arrays.copyOf(buffer, count));
        }
        count = in.read(buffer);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      return;
    }
    try {
      chunks.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a read would not block, or the time is over; says whether it would not. */
  boolean await(long millis) throws InterruptedException {
    if (ended || position < current.length) {
      return true;
    }
    byte[] next = chunks.poll(millis, TimeUnit.MILLISECONDS);
    if (next == null) {
      return false;
    }
    take(next);
    return true;
  }

  private void take(byte[] next) {
    ended = next.length == 0;
    current = next;
    position = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (position == current.length && !ended) {
      try {
        take(chunks.take());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("interrupted while reading standard input");
      }
    }
    if (ended) {
      IOException failed = failure;
      if (failed != null) {
        throw failed;
      }
      return -1;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, into, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
