// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import java.util.Arrays;

/** Tells which parameter of an event is the descriptor that it works on. */
final class EventDescriptor {

  private static final int NONE = -1;
  private static final int[] PARAMETER = new int[EventTable.size()];

  static {
    Arrays.fill(PARAMETER, NONE);
    for (EventRow row : EventTable.rows()) {
      if (row.has(EventRow.Flag.USES_FD)) {
        PARAMETER[row.code()] = row.exit() ? ofExit(row) : ofEnter(row.name());
      }
    }
  }

  private EventDescriptor() {}

  /** The descriptor in the parameters; -1 when the event names none. */
  static long of(Event event) {
    int index = PARAMETER[event.code()];
    return index == NONE || !event.has(index) ? -1 : event.signed(index);
  }

  /** Calls whose exits rules know by name; old and unused rows don't come this far. */
  private static int ofExit(EventRow row) {
    return switch (row.name()) {
      case "setns",
          "listen",
          "shutdown",
          "fchdir",
          "lseek",
          "llseek",
          "ioctl",
          "fstat",
          "close",
          "getdents",
          "getdents64",
          "flock",
          "copy_file_range",
          "fcntl",
          "dup",
          "dup2",
          "dup3",
          "newfstatat",
          "fchownat",
          "fchmodat",
          "mkdirat",
          "unlinkat",
          "mknodat",
          "sendmmsg",
          "recvmmsg",
          "io_uring_register",
          "io_uring_enter",
          "setsockopt",
          "getsockopt",
          "fsconfig",
          "finit_module",
          "fchmod",
          "fchown" ->
          1;
      case "read",
          "pread",
          "bind",
          "write",
          "pwrite",
          "writev",
          "pwritev",
          "recv",
          "send",
          "sendto",
          "sendmsg",
          "sendfile",
          "splice",
          "connect",
          "symlinkat" ->
          2;
      case "recvfrom", "readv", "preadv" -> 3;
      case "recvmsg" -> 5;
      case "mmap", "mmap2" -> 8;
      default -> NONE;
    };
  }

  private static int ofEnter(String name) {
    return switch (name) {
      case "mmap", "mmap2" -> 4;
      case "splice" -> 1;
      default -> 0;
    };
  }
}
