// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.jsonlog.record.Mark;
import java.util.Optional;

/**
 * How far a file has been read, in the words that the host stores for us.
 *
 * <p>As text: {@code 2 offset line within lines headLength headChecksum generation finished size
 * modified key name}, parted by blanks; the 2 in front is the version of this form.
 *
 * @param mark where to go on
 * @param generation how often the file was found replaced by another one under its path
 * @param finished whether everything was read that the file held when it had this size and time
 * @param size in bytes, as it is on disk
 * @param modified milliseconds since the epoch
 * @param key what the file system knows the file by, whatever its name; the text {@code -} when
 *     that is not known
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
    String name) {

  private static final String VERSION = "2";
  private static final int PARTS = 13;

  /** Of a file that was never read. */
  static FileCursor of(InputFile file) {
    return new FileCursor(Mark.BEGIN, 0, false, 0, 0, file.key(), file.partition());
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
              parts[12]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the file has not changed since all of it was read. */
  boolean upToDate(InputFile file) {
    return finished && size == file.size() && modified == file.modified() && key.equals(file.key());
  }

  /** Whether another file than the one that was read now has the name. */
  boolean displacedBy(InputFile file) {
    return !key.equals(file.key());
  }

  /** The same place, not yet at the end. */
  FileCursor at(Mark further) {
    return new FileCursor(further, generation, false, size, modified, key, name);
  }

  /** All read that the file held when it was looked at. */
  FileCursor finished(Mark last, InputFile file) {
    return new FileCursor(last, generation, true, file.size(), file.modified(), file.key(), name);
  }

  /** The beginning of the file that has taken this one's path. */
  FileCursor replaced(InputFile file) {
    int next = generation + 1;
    return new FileCursor(Mark.BEGIN, next, false, 0, 0, file.key(), file.partition() + "#" + next);
  }

  /**
   * What was read of a file under its former path, for the path that it has now.
   *
   * @param generations how often this path was found to hold another file before
   */
  FileCursor moved(int generations) {
    return new FileCursor(mark, generations, finished, size, modified, key, name);
  }
}
