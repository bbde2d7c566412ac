// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import io.eyrie.jsonlog.record.Mark;
import java.util.Optional;

/**
 * How far a file has been read, in the words that the host stores for us.
 *
 * <p>As text: {@code 1 offset line within lines headLength headChecksum generation finished size
 * modified}, parted by blanks; the 1 in front is the version of this form.
 *
 * @param mark where to go on
 * @param generation how often the file was found replaced by another one under its name; events of
 *     the later ones carry it in their partition, since their offsets begin again at 0
 * @param finished whether everything was read that the file held when it had this size and time
 * @param size in bytes, as it is on disk
 * @param modified milliseconds since the epoch
 */
record FileCursor(Mark mark, int generation, boolean finished, long size, long modified) {

  private static final String VERSION = "1";

  /** Of a file that was never read. */
  static final FileCursor NEW = new FileCursor(Mark.BEGIN, 0, false, 0, 0);

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
        Long.toString(modified));
  }

  /** Reads {@link #format()}; empty for anything else. */
  static Optional<FileCursor> parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 11 || !parts[0].equals(VERSION)) {
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
              Long.parseLong(parts[10])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name of the file's events: its path, with the generation when it is not the first. */
  String eventPartition(String partition) {
    return generation == 0 ? partition : partition + "#" + generation;
  }

  /** Whether the file has not changed since all of it was read. */
  boolean upToDate(InputFile file) {
    return finished && size == file.size() && modified == file.modified();
  }

  /** The same place, not yet at the end. */
  FileCursor at(Mark further) {
    return new FileCursor(further, generation, false, size, modified);
  }

  /** All read that the file held when it was looked at. */
  FileCursor finished(Mark last, InputFile file) {
    return new FileCursor(last, generation, true, file.size(), file.modified());
  }

  /** The beginning of the file that has taken this one's name. */
  FileCursor replaced() {
    return new FileCursor(Mark.BEGIN, generation + 1, false, 0, 0);
  }
}
