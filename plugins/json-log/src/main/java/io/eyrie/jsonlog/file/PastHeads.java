// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import io.eyrie.jsonlog.record.Head;
import io.eyrie.jsonlog.record.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the files begin that were read before under a path: so they are known again when they were
 * copied or compressed since.
 *
 * @param beginnings the oldest first, each {@code LENGTH:CHECKSUM}; the last few are kept
 */
record PastHeads(List<Beginning> beginnings) {

  static final PastHeads NONE = new PastHeads(List.of());

  /** More than a rotation changes at a time. */
  private static final int KEPT = 16;

  private static final String EMPTY = "-";

  PastHeads {
    beginnings = List.copyOf(beginnings);
  }

  /** With one more file; the same if nothing of it is known. */
  PastHeads with(Mark mark) {
    if (mark.headLength() == 0) {
      return this;
    }
    List<Beginning> all = new ArrayList<>(beginnings);
    all.add(new Beginning(mark.headLength(), mark.headChecksum()));
    return new PastHeads(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  boolean contain(Head head) {
    return beginnings.stream()
        .anyMatch(beginning -> head.begins(beginning.length(), beginning.checksum()));
  }

  String format() {
    return beginnings.isEmpty()
        ? EMPTY
        : String.join(",", beginnings.stream().map(Beginning::toString).toList());
  }

  /**
   * Reads {@link #format()}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static PastHeads parse(String text) {
    return text.equals(EMPTY)
        ? NONE
        : new PastHeads(Arrays.stream(text.split(",", -1)).map(Beginning::parse).toList());
  }

  /**
   * The beginning of a file.
   *
   * @param length in bytes
   * @param checksum CRC-32C
   */
  record Beginning(int length, int checksum) {

    static Beginning parse(String text) {
      String[] parts = text.split(":", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("no beginning: " + text);
      }
      return new Beginning(Integer.parseInt(parts[0]), Integer.parseUnsignedInt(parts[1], 16));
    }

    @Override
    public String toString() {
      return length + ":" + Integer.toHexString(checksum);
    }
  }
}
