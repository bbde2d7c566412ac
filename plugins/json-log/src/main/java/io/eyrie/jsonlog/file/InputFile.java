// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.jsonlog.record.Head;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file to read, as it was when it was listed.
 *
 * @param path as the operator wrote it, for messages
 * @param partition the absolute path that it is read for, for positions: its own, or that of which
 *     it was rotated away
 * @param size in bytes
 * @param modified milliseconds since the epoch
 * @param key what the file system knows it by, whatever its name; {@link #NO_KEY} when that is not
 *     known
 * @param asked whether the operator asked for it; if not, it is one of his that has another name
 *     now
 * @param kept through which it is read when it has no name any more that is known; else null
 */
record InputFile(
    Path path,
    String partition,
    long size,
    long modified,
    String key,
    boolean asked,
    @Nullable FileChannel kept) {

  static final String NO_KEY = "-";

  /** One that the operator asked for. */
  static InputFile asked(Path path, BasicFileAttributes attributes) {
    return of(path, partition(path), attributes, true);
  }

  /** One that had, or may have had, the path of another one before that. */
  static InputFile former(Path path, InputFile present, BasicFileAttributes attributes) {
    return of(path, present.partition(), attributes, false);
  }

  private static InputFile of(
      Path path, String partition, BasicFileAttributes attributes, boolean asked) {
    return new InputFile(
        path,
        partition,
        attributes.size(),
        attributes.lastModifiedTime().toMillis(),
        key(attributes),
        asked,
        null);
  }

  /**
   * One that has lost the name under which it was listed.
   *
   * @param awaited whether more may come, since nothing else has its name
   */
  static InputFile nameless(InputFile listed, FileChannel kept, boolean awaited) {
    return new InputFile(
        listed.path,
        listed.partition,
        size(kept, listed.size),
        listed.modified,
        listed.key,
        awaited,
        kept);
  }

  private static long size(FileChannel kept, long otherwise) {
    try {
      return kept.size();
    } catch (IOException _) {
      // Reading it tells of that.
      return otherwise;
    }
  }

  /** Opens it at its beginning. */
  InputStream open() throws IOException {
    return kept == null ? Files.newInputStream(path) : new ChannelStream(kept);
  }

  /** How it begins; null when it can't be read, which opening it for its records tells of. */
  @Nullable Head head() {
    try {
      return Head.of(open());
    } catch (IOException _) {
      return null;
    }
  }

  /** Whether its path still leads to it, if it is read by its path. */
  boolean isThere() throws IOException {
    return kept != null || key.equals(key(Files.readAttributes(path, BasicFileAttributes.class)));
  }

  /** A path as positions name it. */
  static String partition(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  static String key(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? NO_KEY : key.toString().replace(' ', '_');
  }
}
