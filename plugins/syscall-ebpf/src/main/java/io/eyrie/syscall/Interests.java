// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.syscall.event.EventType;
import io.eyrie.syscall.event.RecordKind;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;

/** Says which calls the kernel program must report: those of the rules, and those of the state. */
final class Interests {

  /** What moves descriptors and working directories. */
  private static final Set<RecordKind> OF_DESCRIPTORS =
      EnumSet.of(
          RecordKind.OPEN,
          RecordKind.OPENAT,
          RecordKind.OPENAT2,
          RecordKind.CREAT,
          RecordKind.CONNECT,
          RecordKind.ACCEPT,
          RecordKind.ACCEPT4,
          RecordKind.CLOSE,
          RecordKind.CLOSE_RANGE,
          RecordKind.DUP,
          RecordKind.DUP2,
          RecordKind.DUP3,
          RecordKind.FCNTL,
          RecordKind.CHDIR,
          RecordKind.FCHDIR,
          RecordKind.SOCKET,
          RecordKind.PIPE);

  private Interests() {}

  /** The kinds of records wanted for these event types, with or without descriptors. */
  static Set<RecordKind> of(BitSet eventTypes, boolean descriptors) {
    EnumSet<RecordKind> wanted = EnumSet.noneOf(RecordKind.class);
    for (RecordKind kind : RecordKind.values()) {
      EventType type = kind.eventType();
      if (type != null && eventTypes.get(type.id())) {
        wanted.add(kind);
      }
    }
    if (descriptors) {
      wanted.addAll(OF_DESCRIPTORS);
    }
    return wanted;
  }
}
