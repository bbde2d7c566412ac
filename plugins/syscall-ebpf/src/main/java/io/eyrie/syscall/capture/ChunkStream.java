// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to a file, which a thread of its own compresses and writes: whoever makes them
 * waits only when so many are on their way that memory is at its bound. Written to by one thread.
 */
final class ChunkStream extends OutputStream {

  private static final int CHUNKS = 32;
  private static final int CHUNK_BYTES = 1 << 19;

  /** No block of an event is longer, but those with large payloads. */
  private static final int MOST_EVENT = 1 << 17;

  private final Path file;
  private final boolean compressed;
  private final ArrayBlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final ArrayBlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
  private final AtomicLong written = new AtomicLong();
  private final FileChannel channel;
  private final Thread thread;
  private int made = 1;
  private Chunk chunk = new Chunk();
  private long taken;
  private volatile @Nullable IOException failure;

  private static final class Chunk {
    byte[] bytes = new byte[CHUNK_BYTES];
    int length;
    boolean last;
  }

  /** Makes the file, which must not be there. */
  ChunkStream(Path file, boolean compressed) throws IOException {
    this.file = file;
    this.compressed = compressed;
    this.channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    this.thread = Thread.ofPlatform().daemon().name("eyrie-recording").start(this::drain);
  }

  /** Whether a further event can be taken without waiting. */
  boolean ready() {
    if (failure != null) {
      return false;
    }
    if (chunk.bytes.length - chunk.length >= MOST_EVENT) {
      return true;
    }
    Chunk next = next();
    if (next == null) {
      return false;
    }
    boolean _ = full.offer(chunk);
    chunk = next;
    return true;
  }

  /** A chunk that can be filled, or null when all are on their way. */
  private @Nullable Chunk next() {
    Chunk next = empty.poll();
    if (next == null && made < CHUNKS) {
      made++;
      next = new Chunk();
    }
    return next;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    IOException problem = failure;
    if (problem != null) {
      throw new IOException(problem.getMessage(), problem);
    }
    if (chunk.length > 0 && chunk.bytes.length - chunk.length < length) {
      handOver();
    }
    if (chunk.bytes.length < length) {
      chunk.bytes = Arrays.copyOf(chunk.bytes, length);
    }
    System.arraycopy(from, offset, chunk.bytes, chunk.length, length);
    chunk.length += length;
    taken += length;
  }

  private void handOver() throws IOException {
    try {
      Chunk next = next();
      full.put(chunk);
      chunk = next == null ? empty.take() : next;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the disk was waited for");
    }
  }

  /** How many bytes were given to it. */
  long taken() {
    return taken;
  }

  /** How large the file is; without those that are on their way. */
  long written() {
    return written.get();
  }

  private void drain() {
    try (OutputStream counted = new Counted(Channels.newOutputStream(channel));
        OutputStream out = compressed ? new FastGzip(counted) : counted) {
      for (Chunk next = full.take(); ; next = full.take()) {
        out.write(next.bytes, 0, next.length);
        if (next.last) {
          break;
        }
        next.length = 0;
        next.bytes = next.bytes.length > CHUNK_BYTES ? new byte[CHUNK_BYTES] : next.bytes;
        empty.add(next);
      }
      if (out instanceof FastGzip packed) {
        packed.finish();
      }
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException _) {
      failed(new IOException("interrupted"));
    }
  }

  /** Whoever waits for room goes on, and finds the failure. */
  private void failed(IOException e) {
    failure = e;
    for (Chunk left = full.poll(); left != null; left = full.poll()) {
      if (!left.last) {
        boolean _ = empty.offer(left);
      }
    }
  }

  /** Waits until all is on disk. */
  @Override
  public void close() throws IOException {
    chunk.last = true;
    try {
      while (thread.isAlive() && !full.offer(chunk)) {
        thread.join(10);
      }
      thread.join();
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before all was written");
    }
    IOException problem = failure;
    if (problem != null) {
      throw new IOException(file + ": " + problem.getMessage(), problem);
    }
  }

  /** Counts what reaches the file. */
  private final class Counted extends BufferedOutputStream {

    Counted(OutputStream out) {
      super(out, 1 << 16);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
      super.write(from, offset, length);
      written.addAndGet(length);
    }
  }

  /** Compresses as fast as it can: what is recorded must not wait. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
