// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import org.jspecify.annotations.Nullable;

/** What a record of the rings tells. */
public enum RecordKind {
  /** A system call ended. */
  CALL,
  /** A task has a new program: the exec that succeeded. */
  EXEC,
  /** A process was born; the header tells of its parent. */
  FORK,
  /** A thread ends. */
  EXIT,
  /** Nothing but what the header says: that a task has closed a descriptor. */
  CLOSED;

  private static final RecordKind[] KINDS = values();

  /** Its code in the program. */
  @SuppressWarnings("EnumOrdinal") // the order is the program's
  int code() {
    return ordinal() + 1;
  }

  /** The kind of a code of the program, from 1, or null when there is none. */
  static @Nullable RecordKind ofCode(int code) {
    return code > 0 && code <= KINDS.length ? KINDS[code - 1] : null;
  }
}
