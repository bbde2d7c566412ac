// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of whole lines, open at its end. */
final class LineFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final @Nullable Object key;
  private final long begunMillis;

  private LineFile(Path path, FileChannel channel, BasicFileAttributes attributes) {
    this.path = path;
    this.channel = channel;
    this.key = attributes.fileKey();
    this.begunMillis = attributes.lastModifiedTime().toMillis();
  }

  /** Opens or makes it; a line that was torn by a crash is ended. */
  static LineFile open(Path path, Set<PosixFilePermission> permissions) throws IOException {
    // To read as well: whether the last line is whole.
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(permissions));
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException("is no regular file");
      }
      LineFile file = new LineFile(path, channel, attributes);
      file.endTornLine();
      return file;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void endTornLine() throws IOException {
    long size = channel.size();
    ByteBuffer last = ByteBuffer.allocate(1);
    if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
    }
  }

  /** Whether the path still leads to this file: somebody may have moved it away. */
  boolean inPlace() throws IOException {
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, new LinkOption[0]);
      return key != null && key.equals(now.fileKey());
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  /** When what was in it was written last before it was opened; the time of opening if new. */
  long begunMillis() {
    return begunMillis;
  }

  /** Appends whole lines: all or, when that fails, none. */
  void append(byte[] lines, boolean sync) throws IOException {
    // The end is looked up each time: somebody may have cut the file (copytruncate).
    long end = channel.size();
    ByteBuffer left = ByteBuffer.wrap(lines);
    try {
      long at = end;
      while (left.hasRemaining()) {
        at += channel.write(left, at);
      }
      if (sync) {
        channel.force(false);
      }
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
