// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;

/** Writes parameters whose form no other has: times, polled descriptors, values with their kind. */
final class CallWords {

  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_COOKIE = 57;
  private static final int MOUNT_MAGIC = 0xffff0000;
  private static final int MOUNT_MAGIC_VALUE = 0xc0ed0000;
  private static final int SIGNAL_OF_CLONE = 0xff;
  private static final long IN_PID_NAMESPACE = 1L << 29;
  private static final int POLLED_BYTES = 8;
  private static final int POLLED_RESULT = 6;
  private static final long NANOS = 1_000_000_000L;
  private static final int OTHER_BITS = 0777;

  private static final int AS_BYTES = 0;
  private static final int AS_ERRNO = 1;
  private static final int AS_UINT32 = 2;
  private static final int AS_UINT64 = 3;
  private static final int AS_RELTIME = 4;

  private static final NativeFlags POLL = NativeFlags.named("poll_flags");
  private static final NativeFlags CLONE = NativeFlags.named("clone_flags");
  private static final NativeFlags SEMGET = NativeFlags.named("semget_flags");
  private static final NativeFlags OPTIONS = NativeFlags.named("sockopt_options");

  private CallWords() {}

  /** The flags of a clone without its signal; with the mark of a task in a pid namespace. */
  static ParameterWriter cloneFlags(NumberReader flags) {
    return (record, event) -> {
      long result = CLONE.of(flags.read(record, event) & 0xffff_ffffL & ~SIGNAL_OF_CLONE);
      if (record.reaches(0, RecordLayout.PROCESS_SIZE)
          && event.intAt(record.offset(0) + RecordLayout.PROCESS_VTID) != record.tid()) {
        result |= IN_PID_NAMESPACE;
      }
      event.put32(result);
    };
  }

  /** The flags of a mount without the magic of old times. */
  static ParameterWriter mountFlags(NumberReader flags) {
    return (record, event) -> {
      int value = (int) flags.read(record, event);
      event.put32((value & MOUNT_MAGIC) == MOUNT_MAGIC_VALUE ? value & ~MOUNT_MAGIC : value);
    };
  }

  /** The flags of a set of semaphores, and its permissions. */
  static ParameterWriter semaphoreFlags(int register) {
    return (record, event) -> {
      long value = record.argument(register);
      event.put32(SEMGET.of(value & 0xffff_ffffL) | value & OTHER_BITS);
    };
  }

  /** The name of a socket's option; those of other levels have none. */
  static ParameterWriter option(int level, int option) {
    return (record, event) ->
        event.put8(
            (int) record.argument(level) == SOL_SOCKET
                ? OPTIONS.of(record.argument(option) & 0xffff_ffffL)
                : 0);
  }

  /**
   * The value of a socket's option with its kind.
   *
   * @param length the section with the length of the value, or -1
   */
  static ParameterWriter optionValue(int section, int length) {
    return (record, event) -> {
      int size = record.length(section);
      if (length >= 0 && record.reaches(length, 4)) {
        size = Math.clamp(event.intAt(record.offset(length)), 0, size);
      }
      int at = record.offset(section);
      int option = (int) record.argument(1) == SOL_SOCKET ? (int) record.argument(2) : -1;
      switch (option) {
        case SO_ERROR -> {
          if (size >= 4) {
            dynamic(event, AS_ERRNO, -(long) event.intAt(at), 8);
            return;
          }
        }
        // SO_RCVTIMEO, SO_SNDTIMEO in the old and in the new form
        case 20, 21, 66, 67 -> {
          if (size >= 16) {
            long micros = event.longAt(at + 8);
            dynamic(event, AS_RELTIME, event.longAt(at) * NANOS + micros * 1000, 8);
            return;
          }
        }
        case SO_COOKIE -> {
          if (size >= 8) {
            dynamic(event, AS_UINT64, event.longAt(at), 8);
            return;
          }
        }
        default -> {
          if (size == 4 && option >= 0) {
            dynamic(event, AS_UINT32, event.intAt(at), 4);
            return;
          }
        }
      }
      int begin = event.reserve(1 + size);
      event.bytes()[begin] = AS_BYTES;
      System.arraycopy(event.bytes(), at, event.bytes(), begin + 1, size);
      event.parameter(begin, 1 + size);
    };
  }

  private static void dynamic(Event event, int kind, long value, int size) {
    int begin = event.reserve(1 + size);
    byte[] bytes = event.bytes();
    bytes[begin] = (byte) kind;
    for (int i = 0; i < size; i++) {
      bytes[begin + 1 + i] = (byte) (value >>> 8 * i);
    }
    event.parameter(begin, 1 + size);
  }

  /** A register as the first kind of its table. */
  static void dynamicNumber(LiveRecord record, Event event, int register) {
    dynamic(event, 0, record.argument(register), 8);
  }

  /** A register as a signal, the second kind of ptrace. */
  static void dynamicSignal(LiveRecord record, Event event, int register) {
    dynamic(event, 1, record.argument(register), 1);
  }

  /** The word of a section as a number, the first kind of ptrace. */
  static void dynamicWord(LiveRecord record, Event event, int section) {
    dynamic(event, 0, record.reaches(section, 8) ? event.longAt(record.offset(section)) : 0, 8);
  }

  /** A section as a text, the second kind of keyctl. */
  static void dynamicText(LiveRecord record, Event event, int section) {
    int length = record.length(section);
    if (length == 0) {
      event.empty();
      return;
    }
    int begin = event.reserve(1 + length);
    event.bytes()[begin] = 1;
    System.arraycopy(event.bytes(), record.offset(section), event.bytes(), begin + 1, length);
    event.parameter(begin, 1 + length);
  }

  /** An offset of 64 bits, which 32-bit tasks pass in two registers. */
  static ParameterWriter wide(int register) {
    return (record, event) ->
        event.put64(
            record.has(RecordLayout.FLAG_COMPAT32)
                ? record.argument(register) & 0xffff_ffffL | record.argument(register + 1) << 32
                : record.argument(register));
  }

  /** An offset in two registers, the upper half first. */
  static ParameterWriter pair(int upper, int lower) {
    return (record, event) ->
        event.put64(record.argument(upper) << 32 | record.argument(lower) & 0xffff_ffffL);
  }

  /** The descriptors of poll, each with what came of it. */
  static void polled(LiveRecord record, Event event, int section) {
    int count = record.length(section) / POLLED_BYTES;
    if (count == 0) {
      event.empty();
      return;
    }
    int begin = event.reserve(2 + 10 * count);
    byte[] bytes = event.bytes();
    bytes[begin] = (byte) count;
    bytes[begin + 1] = (byte) (count >>> 8);
    for (int i = 0; i < count; i++) {
      int from = record.offset(section) + POLLED_BYTES * i;
      long fd = event.intAt(from);
      long flags = POLL.of(event.shortAt(from + POLLED_RESULT));
      int to = begin + 2 + 10 * i;
      for (int b = 0; b < 8; b++) {
        bytes[to + b] = (byte) (fd >>> 8 * b);
      }
      bytes[to + 8] = (byte) flags;
      bytes[to + 9] = (byte) (flags >>> 8);
    }
    event.parameter(begin, 2 + 10 * count);
  }

  /** A time span in nanoseconds; all ones for none. */
  static void time(LiveRecord record, Event event, int section) {
    if (record.reaches(section, 16)) {
      int at = record.offset(section);
      event.put64(event.longAt(at) * NANOS + event.longAt(at + 8));
    } else {
      event.put64(-1);
    }
  }

  /** The first 32 signals of a set. */
  static void signals(LiveRecord record, Event event, int section) {
    event.put32(record.reaches(section, 8) ? event.intAt(record.offset(section)) : 0);
  }

  /** How full the queue of a listening socket is, in percent. */
  static void backlog(LiveRecord record, Event event, int section) {
    if (!record.reaches(section, RecordLayout.SOCKET_SIZE)) {
      event.put8(0);
      return;
    }
    int at = record.offset(section);
    long most = event.intAt(at + RecordLayout.SOCKET_MAX_BACKLOG) & 0xffff_ffffL;
    long now = event.intAt(at + RecordLayout.SOCKET_BACKLOG) & 0xffff_ffffL;
    event.put8(most == 0 ? 0 : Math.min(100, now * 100 / most));
  }
}
