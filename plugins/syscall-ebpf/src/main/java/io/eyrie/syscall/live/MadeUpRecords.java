// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes records of made-up events one behind the other, in the form in which the kernel program
 * lays them into a ring ({@link RecordLayout}). Not safe for several threads.
 */
public final class MadeUpRecords {

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private static final int BUSY = 1 << 31;
  private static final int GIVEN_UP = 1 << 30;
  private static final int RING_HEADER = 8;
  private static final int ALIGNMENT = 8;
  private static final short[] FAMILIES = {2, 10, 1};
  private static final int REGULAR_FILE = 0100644;
  private static final int CREATE = 0100;
  private static final int CREATED = 0x100000;
  private static final int LAYERS = 3;

  /** A {@code sockaddr_in}: 192.0.2.7 port 443. */
  private static final byte[] ADDRESS = {
    2, 0, 1, (byte) 187, (byte) 192, 0, 2, 7, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final MemorySegment room;
  private long end;
  private long at;
  private int closed;

  /** Writes from the beginning of this memory on. */
  public MadeUpRecords(MemorySegment room) {
    this.room = room;
  }

  /** How far it is written. */
  public long end() {
    return end;
  }

  /** A record that was given up, as a wake-up of the reader is. */
  public void discarded() {
    room.set(INT, end, GIVEN_UP | Long.BYTES);
    end += RING_HEADER + Long.BYTES;
  }

  /** The next record tells that its thread has closed a descriptor. */
  public void closed(int descriptor) {
    closed = descriptor + 1;
  }

  /** Marks the record that begins here as one that is still being written, or not any more. */
  public void busy(long beginning, boolean busy) {
    int header = room.get(INT, beginning);
    room.set(INT, beginning, busy ? header | BUSY : header & ~BUSY);
  }

  /**
   * Who did it and when.
   *
   * @param pid the process, of one thread
   * @param parent the process that made it
   * @param user who it belongs to
   * @param bootNanos nanoseconds since boot
   */
  public record Doer(int pid, int parent, int user, String comm, long bootNanos) {}

  /**
   * What a call was given and gave.
   *
   * @param path what its texts are
   * @param descriptor what stands in its first register
   * @param flags what stands in its second and third register, where opens have their flags
   * @param result what it gave; negative is an errno
   * @param changed whether somebody changed its texts meanwhile
   */
  public record Words(String path, long descriptor, int flags, long result, boolean changed) {

    /** Whether the kernel program lays this section behind such a call. */
    private boolean have(Section section) {
      return !(section.ifDone() && result < 0) && !(section.ifChanged() && !changed);
    }
  }

  /**
   * A call that ended.
   *
   * @param place its place in {@link CallTable}
   */
  public void call(Doer doer, CallTable calls, int place, Words words) {
    begin(RecordKind.CALL, doer, place % CallTable.NUMBERS, words.result());
    if (words.changed()) {
      room.set(SHORT, at + RecordLayout.FLAGS, (short) RecordLayout.FLAG_CHANGED);
    }
    long[] registers = {words.descriptor(), words.flags(), words.flags(), 0644, 0, 16};
    for (int i = 0; i < registers.length; i++) {
      room.set(LONG, at + RecordLayout.ARGUMENTS + 8L * i, registers[i]);
    }
    skip(RecordLayout.CALL_SECTIONS);
    List<Section> sections = calls.at(place).sections();
    for (int i = 0; i < sections.size(); i++) {
      long start = end;
      if (words.have(sections.get(i))) {
        section(sections.get(i).op(), words);
      }
      length(RecordLayout.CALL_LENGTHS, i, start);
    }
    finish();
  }

  /**
   * A program that was begun.
   *
   * @param place the place of the call that began it
   */
  public void exec(Doer doer, int place, String path) {
    begin(RecordKind.EXEC, doer, place, 0);
    skip(RecordLayout.EXEC_TEXTS);
    room.set(INT, at + RecordLayout.EXEC_FILE + RecordLayout.FILE_MODE, REGULAR_FILE);
    String[] texts = {
      "session-1.scope\0user.slice\0",
      components(path),
      "made-up\0home\0",
      path + "\0--first\0second\0",
      "PATH=/usr/bin\0",
      path + "\0"
    };
    for (int i = 0; i < texts.length; i++) {
      long start = end;
      text(texts[i]);
      length(RecordLayout.EXEC_LENGTHS, i, start);
    }
    finish();
  }

  /** A process that was born. */
  public void fork(Doer parent, int child) {
    begin(RecordKind.FORK, parent, 0, child);
    skip(RecordLayout.FORK_END);
    room.set(INT, at + RecordLayout.FORK_CHILD_TGID, child);
    room.set(INT, at + RecordLayout.FORK_CHILD_PPID, parent.pid());
    room.set(INT, at + RecordLayout.FORK_CHILD_VTID, child);
    room.set(INT, at + RecordLayout.FORK_CHILD_VPID, child);
    finish();
  }

  /** A process that ended. */
  public void exit(Doer doer) {
    begin(RecordKind.EXIT, doer, 0, 0);
    room.set(SHORT, at + RecordLayout.FLAGS, (short) RecordLayout.FLAG_GROUP_DEAD);
    skip(RecordLayout.EXIT_END);
    finish();
  }

  private void begin(RecordKind kind, Doer doer, int number, long result) {
    at = end + RING_HEADER;
    room.set(SHORT, at + RecordLayout.KIND, (short) kind.code());
    room.set(SHORT, at + RecordLayout.NUMBER, (short) number);
    room.set(INT, at + RecordLayout.TGID, doer.pid());
    room.set(INT, at + RecordLayout.TID, doer.pid());
    room.set(INT, at + RecordLayout.PPID, doer.parent());
    room.set(INT, at + RecordLayout.UID, doer.user());
    room.set(INT, at + RecordLayout.GID, doer.user());
    room.set(LONG, at + RecordLayout.BOOT_NANOS, doer.bootNanos());
    room.set(LONG, at + RecordLayout.RESULT, result);
    room.set(INT, at + RecordLayout.CLOSED, closed);
    closed = 0;
    byte[] comm = doer.comm().getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(
        comm,
        0,
        room,
        ValueLayout.JAVA_BYTE,
        at + RecordLayout.COMM,
        Math.min(comm.length, RecordLayout.COMM_LENGTH - 1));
  }

  private void skip(int to) {
    end = at + to;
  }

  private void length(int lengths, int section, long start) {
    room.set(SHORT, at + lengths + 2L * section, (short) (end - start));
  }

  private void finish() {
    room.set(INT, at - RING_HEADER, (int) (end - at));
    end = (end + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private void section(Section.Op op, Words words) {
    switch (op) {
      case TEXT -> text(words.path() + "\0");
      case BYTES, NAME, CONTROL -> bytes(ADDRESS);
      case VECTOR, MESSAGE -> {
        room.set(LONG, end, ADDRESS.length);
        end += Long.BYTES;
        bytes(ADDRESS);
      }
      case SOCKET -> {
        room.set(SHORT, end, FAMILIES[Math.floorMod(words.descriptor(), FAMILIES.length)]);
        end += RecordLayout.SOCKET_SIZE;
      }
      case FILE -> {
        room.set(INT, end + RecordLayout.FILE_MODE, REGULAR_FILE);
        room.set(INT, end + RecordLayout.FILE_LAYER, Math.floorMod(words.descriptor(), LAYERS));
        room.set(
            INT, end + RecordLayout.FILE_OPEN_MODE, (words.flags() & CREATE) != 0 ? CREATED : 0);
        end += RecordLayout.FILE_SIZE;
      }
      case PROCESS -> end += RecordLayout.PROCESS_SIZE;
      case CWD, CGROUP, PLACE -> text(components(words.path()));
      case ARGS, LIST -> text(words.path() + "\0--first\0");
    }
  }

  /** The names of a path from the leaf to the root, each with its NUL. */
  private static String components(String path) {
    return String.join("\0", List.of(path.replaceFirst("^/", "").split("/", -1)).reversed()) + "\0";
  }

  private void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, end, bytes.length);
    end += bytes.length;
  }
}
