// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/** What a descriptor is by the name that the kernel shows for it, as under {@code /proc/PID/fd}. */
final class LinkFacts {

  /** The bit of a descriptor's flags for being closed by an exec. */
  static final int CLOSE_ON_EXEC = 02000000;

  private static final byte[] DELETED = " (deleted)".getBytes(StandardCharsets.US_ASCII);
  private static final int DIRECTORY = 0040000;
  private static final int FORMAT = 0170000;

  private LinkFacts() {}

  /**
   * The inode behind a name.
   *
   * @param mode with the kind of the file
   * @param device as programs are told it
   */
  record Inode(long number, int mode, int device) {}

  /**
   * The facts of anything but a socket.
   *
   * @param flags of the open, with {@link #CLOSE_ON_EXEC}
   * @param inode asked for files alone
   */
  static DescriptorFacts of(byte[] link, int fd, int flags, Supplier<Inode> inode) {
    String shown = new String(link, StandardCharsets.ISO_8859_1);
    DescriptorType type = type(shown);
    byte[] name = withoutDeleted(link);
    if (type != DescriptorType.OPENED_FILE) {
      return new DescriptorFacts.Named(
          fd, bracketed(type, shown), type, name, (flags & CLOSE_ON_EXEC) != 0);
    }
    Inode behind = inode.get();
    return new DescriptorFacts.File(
        fd,
        behind.number(),
        (behind.mode() & FORMAT) == DIRECTORY
            ? DescriptorType.DIRECTORY
            : DescriptorType.OPENED_FILE,
        told(flags),
        name,
        behind.device());
  }

  /** Of a pipe: its number. */
  private static long bracketed(DescriptorType type, String shown) {
    int bracket = shown.indexOf('[');
    if (type != DescriptorType.PIPE || bracket < 0) {
      return 0;
    }
    try {
      return Long.parseLong(shown, bracket + 1, shown.length() - 1, 10);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** A path without what the kernel puts behind that of a deleted file. */
  static byte[] withoutDeleted(byte[] path) {
    int kept = path.length - DELETED.length;
    return kept >= 0 && Arrays.equals(path, kept, path.length, DELETED, 0, DELETED.length)
        ? Arrays.copyOf(path, kept)
        : path;
  }

  /** The bits of {@code file_flags} for what a descriptor keeps of its open. */
  private static int told(int flags) {
    return (flags & 3) + 1
        | ((flags & 02000) != 0 ? 8 : 0)
        | ((flags & 04000) != 0 ? 64 : 0)
        | ((flags & CLOSE_ON_EXEC) != 0 ? FileChanges.O_CLOEXEC : 0);
  }

  private static DescriptorType type(String link) {
    if (link.startsWith("/memfd:")) {
      return DescriptorType.MEMFD;
    }
    if (link.startsWith("/")) {
      return DescriptorType.OPENED_FILE;
    }
    if (link.startsWith("pipe:")) {
      return DescriptorType.PIPE;
    }
    String anonymous = link.startsWith("anon_inode:") ? link.substring(11) : "";
    return switch (anonymous.replace("[", "").replace("]", "")) {
      case "eventfd" -> DescriptorType.EVENT;
      case "signalfd" -> DescriptorType.SIGNAL;
      case "eventpoll" -> DescriptorType.EPOLL;
      case "inotify" -> DescriptorType.INOTIFY;
      case "timerfd" -> DescriptorType.TIMER;
      case "userfaultfd" -> DescriptorType.USERFAULT;
      case "io_uring" -> DescriptorType.URING;
      case "pidfd" -> DescriptorType.PIDFD;
      case "bpf-map", "bpf-prog", "bpf_link" -> DescriptorType.BPF;
      default -> DescriptorType.UNSUPPORTED;
    };
  }
}
