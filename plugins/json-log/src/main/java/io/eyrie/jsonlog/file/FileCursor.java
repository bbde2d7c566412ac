// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.jsonlog.record.Head;
import io.eyrie.jsonlog.record.Mark;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the files have been read that a path led to one after the other, in the words that the
 * host stores for us.
 *
 * <p>As text: {@code 3 offset line within lines headLength headChecksum generation finished size
 * modified key past name}, parted by blanks; the 3 in front is the version of this form.
 *
 * @param mark where to go on
 * @param generation how often the path was found to lead to another file
 * @param finished whether everything was read that the file held when it had this size and time
 * @param size in bytes, as it is on disk
 * @param modified when the file was last seen to be written to, milliseconds since the epoch
 * @param key what the file system knows the file by, whatever its name; {@link InputFile#NO_KEY}
 *     when that is not known, or the path leads to none that is known
 * @param past how the files of the last generations begin
 * @param name the partition of the file's events: its path, with the generation when it is not the
 *     first; of a file that was renamed while it was read, still the one from before
 */
record FileCursor(
    Mark mark,
    int generation,
    boolean finished,
    long size,
    long modified,
    String key,
    PastHeads past,
    String name) {

  private static final String VERSION = "3";
  private static final int PARTS = 14;

  /** Of a file that was never read. */
  static FileCursor of(InputFile file) {
    return new FileCursor(
        Mark.BEGIN, 0, false, 0, file.modified(), file.key(), PastHeads.NONE, file.partition());
  }

  String format() {
    return String.join(
        " ",
        VERSION,
        Long.toString(mark.offset()),
        Long.toString(mark.line()),
        mark.within().name(),
        Boolean.toString(mark.lines()),
        Integer.toString(mark.headLength()),
        Integer.toHexString(mark.headChecksum()),
        Integer.toString(generation),
        Boolean.toString(finished),
        Long.toString(size),
        Long.toString(modified),
        key,
        past.format(),
        name);
  }

  /** Reads {@link #format()}; empty for anything else. */
  static Optional<FileCursor> parse(String text) {
    String[] parts = text.split(" ", PARTS);
    if (parts.length != PARTS || !parts[0].equals(VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new FileCursor(
              new Mark(
                  Long.parseLong(parts[1]),
                  Long.parseLong(parts[2]),
                  Mark.Within.valueOf(parts[3]),
                  Boolean.parseBoolean(parts[4]),
                  Integer.parseInt(parts[5]),
                  Integer.parseUnsignedInt(parts[6], 16)),
              Integer.parseInt(parts[7]),
              Boolean.parseBoolean(parts[8]),
              Long.parseLong(parts[9]),
              Long.parseLong(parts[10]),
              parts[11],
              PastHeads.parse(parts[12]),
              parts[13]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the file has not changed since all of it was read. */
  boolean upToDate(InputFile file) {
    return finished && size == file.size() && modified == file.modified() && isOf(file);
  }

  /** Whether it is about that file, as far as the file system knows. */
  boolean isOf(InputFile file) {
    return key.equals(file.key());
  }

  /** Whether a file begins as the one that is read. */
  boolean begins(Head head) {
    return head.begins(mark.headLength(), mark.headChecksum());
  }

  /** Whether a file begins as the one that is read, or as one from before. */
  boolean knows(Head head) {
    return begins(head) || past.contain(head);
  }

  /** A further place in the same file, not yet at the end. */
  FileCursor at(Mark further, InputFile file) {
    return new FileCursor(
        further, generation, false, size, file.modified(), file.key(), past, name);
  }

  /** All read that the file held when it was looked at. */
  FileCursor finished(Mark last, InputFile file) {
    return new FileCursor(
        last, generation, true, file.size(), file.modified(), file.key(), past, name);
  }

  /** The beginning of the file that comes after this one under the same path. */
  FileCursor next(InputFile file) {
    int next = generation + 1;
    return new FileCursor(
        Mark.BEGIN,
        next,
        false,
        0,
        file.modified(),
        file.key(),
        past.with(mark),
        file.partition() + "#" + next);
  }

  /**
   * What was read of a file under its former path, for the path that it has now.
   *
   * @param there what that path led to before; null when it was not known
   */
  FileCursor moved(InputFile file, @Nullable FileCursor there) {
    return new FileCursor(
        mark,
        there == null ? 0 : there.generation,
        finished,
        size,
        modified,
        file.key(),
        there == null ? past : there.past.with(there.mark),
        name);
  }

  /** What is left of a path whose file is read under another one: what comes there is the next. */
  FileCursor vacated() {
    return new FileCursor(
        Mark.BEGIN, generation, true, 0, modified, InputFile.NO_KEY, past.with(mark), name);
  }
}
