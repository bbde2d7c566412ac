// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.state.DescriptorType;
import java.nio.charset.StandardCharsets;

/** What is read and written through a descriptor. */
enum IoKind {
  FILE("file"),
  NET("net"),
  IPC("ipc"),
  UNKNOWN("unknown");

  @SuppressWarnings("Immutable") // nobody writes to it
  private final byte[] text;

  IoKind(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The category of an event that reads or writes it; not to be written to. */
  byte[] text() {
    return text;
  }

  /** By the type of the descriptor. */
  static IoKind of(DescriptorType type) {
    return switch (type) {
      case FILE, OPENED_FILE, DIRECTORY -> FILE;
      case IPV4, IPV6, IPV4_SERVER, IPV6_SERVER -> NET;
      case PIPE, UNIX, EVENT, SIGNAL, INOTIFY, USERFAULT -> IPC;
      case UNKNOWN, UNSUPPORTED, EPOLL, TIMER, NETLINK, BPF, URING, MEMFD, PIDFD -> UNKNOWN;
    };
  }
}
