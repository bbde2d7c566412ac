// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

/** What a descriptor is open on, with the letter of {@code fd.typechar}. */
public enum DescriptorKind {
  FILE('f'),
  DIRECTORY('d'),
  IPV4('4'),
  IPV6('6'),
  UNIX('u'),
  PIPE('p'),
  EVENT('e'),
  SIGNAL('s'),
  EPOLL('l'),
  INOTIFY('i'),
  TIMER('t'),
  NETLINK('n'),
  BPF('b'),
  USERFAULT('u'),
  URING('r'),
  MEMFD('m'),
  PIDFD('P'),
  OTHER('o');

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int AF_NETLINK = 16;

  @SuppressWarnings("Immutable") // nobody writes to it
  private final byte[] letter;

  DescriptorKind(char letter) {
    this.letter = new byte[] {(byte) letter};
  }

  /** The letter, one byte; not to be changed. */
  public byte[] letter() {
    return letter;
  }

  /** The kind of a socket of an address family. */
  static DescriptorKind ofFamily(int family) {
    return switch (family) {
      case AF_UNIX -> UNIX;
      case AF_INET -> IPV4;
      case AF_INET6 -> IPV6;
      case AF_NETLINK -> NETLINK;
      default -> OTHER;
    };
  }

  /** The kind that a link in {@code /proc/PID/fd} tells, sockets and directories aside. */
  static DescriptorKind ofLink(String link) {
    if (link.startsWith("/memfd:")) {
      return MEMFD;
    }
    if (link.startsWith("/")) {
      return FILE;
    }
    if (link.startsWith("pipe:")) {
      return PIPE;
    }
    String anonymous = link.startsWith("anon_inode:") ? link.substring(11) : "";
    return switch (anonymous.replace("[", "").replace("]", "")) {
      case "eventfd" -> EVENT;
      case "signalfd" -> SIGNAL;
      case "eventpoll" -> EPOLL;
      case "inotify" -> INOTIFY;
      case "timerfd" -> TIMER;
      case "userfaultfd" -> USERFAULT;
      case "io_uring" -> URING;
      case "pidfd" -> PIDFD;
      case "bpf-map", "bpf-prog", "bpf_link" -> BPF;
      default -> OTHER;
    };
  }
}
