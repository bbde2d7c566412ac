// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The record being translated: copied once out of the ring to the beginning of the event's own
 * array, so that the event's texts are slices of it.
 *
 * <p>Not safe for several threads. Lengths are cut to the record, so a record of another form gives
 * numbers without meaning, never a failure.
 */
public final class LiveRecord {

  /** Sections of an exec: process, file, cgroup, executable, directory, arguments and two more. */
  private static final int MOST_SECTIONS = 8;

  private final Event event;
  private final int[] offsets = new int[MOST_SECTIONS];
  private final int[] lengths = new int[MOST_SECTIONS];
  private int length;
  private int flags;

  /** Records become this event. */
  public LiveRecord(Event event) {
    this.event = event;
  }

  /**
   * Takes a record: the event has its time, thread and processor, and no parameters yet.
   *
   * @param epochOfBoot when the machine was booted, nanoseconds since the epoch
   * @return what it tells; null when it has a form that this program does not write
   */
  public @Nullable RecordKind load(MemorySegment from, long offset, int size, long epochOfBoot) {
    if (size < RecordLayout.HEADER || size > RecordLayout.MAX_RECORD) {
      return null;
    }
    event.clear();
    int at = event.reserve(size);
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, event.bytes(), at, size);
    RecordKind kind = RecordKind.ofCode(event.shortAt(RecordLayout.KIND));
    if (kind == null) {
      return null;
    }
    event.header(
        epochOfBoot + event.longAt(RecordLayout.BOOT_NANOS),
        event.intAt(RecordLayout.TID),
        event.shortAt(RecordLayout.CPU));
    length = size;
    flags = event.shortAt(RecordLayout.FLAGS);
    return switch (kind) {
      case CALL -> sections(RecordLayout.CALL_LENGTHS, 0, RecordLayout.CALL_SECTIONS) ? kind : null;
      case EXEC -> exec() ? kind : null;
      case FORK -> length < RecordLayout.FORK_END ? null : kind;
      case EXIT -> length < RecordLayout.EXIT_END ? null : kind;
      case CLOSED -> kind;
    };
  }

  private boolean exec() {
    offsets[0] = RecordLayout.EXEC_PROCESS;
    lengths[0] = RecordLayout.PROCESS_SIZE;
    offsets[1] = RecordLayout.EXEC_FILE;
    lengths[1] = RecordLayout.FILE_SIZE;
    return sections(RecordLayout.EXEC_LENGTHS, 2, RecordLayout.EXEC_TEXTS);
  }

  private boolean sections(int lengthsAt, int first, int from) {
    if (length < from) {
      return false;
    }
    int at = from;
    for (int i = 0; i < RecordLayout.SECTIONS; i++) {
      int size = Math.min(event.shortAt(lengthsAt + 2 * i), length - at);
      offsets[first + i] = at;
      lengths[first + i] = size;
      at += size;
    }
    return true;
  }

  /** Whether one of the {@code FLAG_} constants of {@link RecordLayout} is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The number of the call, in the table of the task's mode. */
  public int number() {
    return event.shortAt(RecordLayout.NUMBER);
  }

  /** The process. */
  public int tgid() {
    return event.intAt(RecordLayout.TGID);
  }

  /** The thread. */
  public int tid() {
    return event.intAt(RecordLayout.TID);
  }

  /** The parent process. */
  public int ppid() {
    return event.intAt(RecordLayout.PPID);
  }

  /** The descriptor that the thread has closed since its last record; -1 when it has none. */
  public long closed() {
    return (event.intAt(RecordLayout.CLOSED) & 0xffff_ffffL) - 1;
  }

  /** The real user. */
  public int uid() {
    return event.intAt(RecordLayout.UID);
  }

  /** The real group. */
  public int gid() {
    return event.intAt(RecordLayout.GID);
  }

  /** The array that the record lies in. */
  public byte[] bytes() {
    return event.bytes();
  }

  /** How long the task's name is. */
  public int commLength() {
    byte[] bytes = event.bytes();
    int end = 0;
    while (end < RecordLayout.COMM_LENGTH && bytes[RecordLayout.COMM + end] != 0) {
      end++;
    }
    return end;
  }

  /** Fork: the new process. */
  public int childTgid() {
    return event.intAt(RecordLayout.FORK_CHILD_TGID);
  }

  /** Fork: the parent of the new process. */
  public int childPpid() {
    return event.intAt(RecordLayout.FORK_CHILD_PPID);
  }

  /** Fork: the new thread in its own pid namespace. */
  public int childVtid() {
    return event.intAt(RecordLayout.FORK_CHILD_VTID);
  }

  /** Fork: the new process in its own pid namespace. */
  public int childVpid() {
    return event.intAt(RecordLayout.FORK_CHILD_VPID);
  }

  /** The result of the call; negative is an errno. */
  long result() {
    return event.longAt(RecordLayout.RESULT);
  }

  /** A register. */
  long argument(int index) {
    return event.longAt(RecordLayout.ARGUMENTS + 8 * index);
  }

  /** Exit: the status, or the new parent of its children. */
  int exitWord(int index) {
    return event.intAt(RecordLayout.EXIT_STATUS + 4 * index);
  }

  /** Exec: whether the executable has no place in a file system. */
  boolean anonymous() {
    return event.shortAt(RecordLayout.EXEC_ANONYMOUS) != 0;
  }

  /** Where a section begins. */
  int offset(int section) {
    return offsets[section];
  }

  /** How long it is; 0 when it could not be read or was not wanted. */
  int length(int section) {
    return lengths[section];
  }

  /** Whether a section reaches so far. */
  boolean reaches(int section, int end) {
    return lengths[section] >= end;
  }
}
