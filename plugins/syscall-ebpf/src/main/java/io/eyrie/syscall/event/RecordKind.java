// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import org.jspecify.annotations.Nullable;

/**
 * What a ring record tells: its code in the kernel program, the event that rules see, and which
 * number of the call is the descriptor it works on.
 *
 * <p>Adding a call is a row here, its number in {@code SyscallNumbers}, its record in the C program
 * and, when it changes state, its rows in {@code StateChanges}.
 */
public enum RecordKind {
  EXEC_STATE(1, null, Subject.NONE),
  FORK_STATE(2, null, Subject.NONE),
  PROCEXIT(3, EventType.PROCEXIT, Subject.NONE),
  EXECVE(8, EventType.EXECVE, Subject.NONE),
  EXECVEAT(9, EventType.EXECVEAT, Subject.NONE),
  OPEN(10, EventType.OPEN, Subject.CREATED),
  OPENAT(11, EventType.OPENAT, Subject.CREATED),
  OPENAT2(12, EventType.OPENAT2, Subject.CREATED),
  CREAT(13, EventType.CREAT, Subject.CREATED),
  CONNECT(14, EventType.CONNECT, Subject.SOCKET),
  ACCEPT(15, EventType.ACCEPT, Subject.CREATED),
  ACCEPT4(16, EventType.ACCEPT4, Subject.CREATED),
  CLOSE(17, EventType.CLOSE, Subject.FIRST_ARGUMENT),
  CLOSE_RANGE(18, null, Subject.NONE),
  DUP(19, EventType.DUP, Subject.DUPLICATED),
  DUP2(20, EventType.DUP2, Subject.DUPLICATED),
  DUP3(21, EventType.DUP3, Subject.DUPLICATED),
  FCNTL(22, null, Subject.NONE),
  CLONE(23, EventType.CLONE, Subject.NONE),
  CLONE3(24, EventType.CLONE3, Subject.NONE),
  FORK(25, EventType.FORK, Subject.NONE),
  VFORK(26, EventType.VFORK, Subject.NONE),
  CHDIR(27, EventType.CHDIR, Subject.NONE),
  FCHDIR(28, EventType.FCHDIR, Subject.DIRECTORY),
  SOCKET(29, EventType.SOCKET, Subject.CREATED),
  PIPE(30, null, Subject.NONE);

  /** Codes are smaller than this. */
  public static final int CODES = 64;

  private static final @Nullable RecordKind[] BY_CODE = new @Nullable RecordKind[CODES];

  static {
    for (RecordKind kind : values()) {
      BY_CODE[kind.code] = kind;
    }
  }

  private final int code;
  private final @Nullable EventType eventType;
  private final Subject subject;

  RecordKind(int code, @Nullable EventType eventType, Subject subject) {
    this.code = code;
    this.eventType = eventType;
    this.subject = subject;
  }

  /** The code in records and in the table of wanted calls, 1 to 63. */
  public int code() {
    return code;
  }

  /** The event that rules see, or null when the record only keeps the state right. */
  public @Nullable EventType eventType() {
    return eventType;
  }

  /** Which descriptor the event is about. */
  public Subject subject() {
    return subject;
  }

  /** The kind of a code, or null when there is none. */
  public static @Nullable RecordKind ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  /** Which descriptor an event is about, and so what {@code fd.*} tells of. */
  public enum Subject {
    /** None: {@code fd.*} is absent. */
    NONE,
    /** The one that the call made; -1 when it failed. */
    CREATED,
    /** The copy, or the original when the call failed. */
    DUPLICATED,
    /** The first argument. */
    FIRST_ARGUMENT,
    /** The socket of the record. */
    SOCKET,
    /** The directory of the record. */
    DIRECTORY
  }
}
