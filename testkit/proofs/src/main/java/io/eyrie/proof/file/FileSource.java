// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.file;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows files line by line; the place of a line in its file is its offset and its position. */
final class FileSource implements Source {

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LINES_PER_POLL = 500;
  private static final long WAIT_MILLIS = 20;

  private final List<Followed> files = new ArrayList<>();
  private final Line line = new Line();
  private long ticket;

  FileSource(List<Path> paths, SourceContext context) throws PluginException {
    for (Path path : paths) {
      String partition = path.toString();
      long from = context.positions().cursor(partition).map(Long::parseLong).orElse(0L);
      files.add(new Followed(path, partition, from));
    }
  }

  @Override
  public Extraction bind(Demand demand) {
    return line.extraction(demand);
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    boolean more = false;
    for (Followed file : files) {
      more |= file.read(sink);
    }
    if (!more) {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    }
    return more ? Progress.MORE : Progress.IDLE;
  }

  @Override
  public void close() {
    files.forEach(Followed::close);
  }

  /** One file, and how far it has been read. */
  private final class Followed {

    private final Path path;
    private final String partition;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_LINE);
    private @Nullable FileChannel channel;

    /** Where in the file the first byte of the buffer stands. */
    private long base;

    private Followed(Path path, String partition, long from) {
      this.path = path;
      this.partition = partition;
      this.base = from;
    }

    private boolean read(EventSink sink) throws PluginException {
      try {
        if (channel == null) {
          channel = FileChannel.open(path, StandardOpenOption.READ);
        }
        channel.read(buffer, base + buffer.position());
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw PluginException.external("file.unreadable", path + " can't be read: " + e, e);
      }
      byte[] bytes = buffer.array();
      int begin = 0;
      int lines = 0;
      sink.partition(partition);
      for (int i = 0; i < buffer.position() && lines < LINES_PER_POLL; i++) {
        if (bytes[i] == '\n') {
          take(bytes, begin, i - begin, sink);
          begin = i + 1;
          lines++;
        }
      }
      if (begin == 0 && !buffer.hasRemaining()) {
        sink.malformed("too_long", path + ":byte " + base, "has more than 64 KiB without an end");
        begin = buffer.position();
        lines++;
      }
      if (lines == 0) {
        return false;
      }
      int kept = buffer.position() - begin;
      System.arraycopy(bytes, begin, bytes, 0, kept);
      buffer.position(kept);
      base += begin;
      sink.checkpoint(++ticket, new Position(partition, Long.toString(base)));
      return true;
    }

    private void take(byte[] bytes, int offset, int length, EventSink sink) {
      long at = base + offset;
      if (line.read(path.toString(), at, bytes, offset, length)) {
        sink.accept(0, System.currentTimeMillis() * 1_000_000, at);
      } else {
        sink.malformed("no_pairs", path + ":byte " + at, "has no key=value pair");
      }
    }

    private void close() {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        System.getLogger("proof.file").log(System.Logger.Level.DEBUG, "not closed: " + path, e);
      }
    }
  }
}
