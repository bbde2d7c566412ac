// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import java.nio.charset.StandardCharsets;

/**
 * What calls on files, pipes and other descriptors change, sockets aside. Rules see a file that was
 * just opened and one that is just being closed alike.
 */
final class FileChanges {

  static final int O_DIRECTORY = 1 << 10;
  static final int O_CLOEXEC = 1 << 12;
  private static final int NATIVE_CLOEXEC = 02000000;
  private static final int NOT_OF_THE_CALL = ~0x3fff;
  private static final int UPPER_LAYER = 1 << 15;
  private static final int LOWER_LAYER = 1 << 16;
  private static final int F_DUPFD = 1;
  private static final int F_SETFD = 3;
  private static final int F_DUPFD_CLOEXEC = 26;
  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int EBADF = 9;
  private static final long BPF_MAKES_DESCRIPTOR =
      1L << 0 | 1L << 5 | 1L << 7 | 1L << 13 | 1L << 14 | 1L << 17 | 1L << 18 | 1L << 19 | 1L << 28
          | 1L << 30 | 1L << 32 | 1L << 33 | 1L << 36;
  private static final byte[] PROC = "/proc/".getBytes(StandardCharsets.US_ASCII);

  private final Subject subject;
  private final ThreadTable threads;
  private final boolean live;
  private final ParameterPaths paths = new ParameterPaths();
  private final Text scratch = new Text(4096);

  FileChanges(Subject subject, ThreadTable threads, boolean live) {
    this.subject = subject;
    this.threads = threads;
    this.live = live;
  }

  void register(Change[] before, Change[] after) {
    before[EventCodes.OPEN] = (e, t) -> open(e, t, 1, 2, 4, 0, 1);
    before[EventCodes.OPENAT] = (e, t) -> open(e, t, 2, 3, 5, 1, 2);
    before[EventCodes.OPENAT2] = (e, t) -> open(e, t, 2, 3, 6, 1, 2);
    before[EventCodes.OPEN_BY_HANDLE_AT] = (e, t) -> open(e, t, 3, 2, 4, -1, -1);
    before[EventCodes.CREAT] = (e, t) -> open(e, t, 1, -1, 3, 0, -1);
    before[EventCodes.PIPE] = (e, t) -> pipe(e, t, false);
    before[EventCodes.PIPE2] = (e, t) -> pipe(e, t, (e.unsigned(4) & O_CLOEXEC) != 0);
    before[EventCodes.DUP] = (e, t) -> duplicate(e, t, false);
    before[EventCodes.DUP2] = (e, t) -> duplicate(e, t, false);
    before[EventCodes.DUP3] = (e, t) -> duplicate(e, t, (e.unsigned(3) & O_CLOEXEC) != 0);
    before[EventCodes.FCNTL] = this::control;
    made(before, EventCodes.EVENTFD, DescriptorType.EVENT, e -> false);
    made(before, EventCodes.EVENTFD2, DescriptorType.EVENT, e -> (e.unsigned(1) & O_CLOEXEC) != 0);
    made(before, EventCodes.SIGNALFD, DescriptorType.SIGNAL, e -> false);
    made(
        before, EventCodes.SIGNALFD4, DescriptorType.SIGNAL, e -> (e.unsigned(1) & O_CLOEXEC) != 0);
    made(before, EventCodes.TIMERFD_CREATE, DescriptorType.TIMER, e -> false);
    made(before, EventCodes.INOTIFY_INIT, DescriptorType.INOTIFY, e -> false);
    made(
        before,
        EventCodes.INOTIFY_INIT1,
        DescriptorType.INOTIFY,
        e -> (e.unsigned(1) & O_CLOEXEC) != 0);
    made(before, EventCodes.EPOLL_CREATE, DescriptorType.EPOLL, e -> false);
    made(before, EventCodes.EPOLL_CREATE1, DescriptorType.EPOLL, e -> (e.unsigned(1) & 1) != 0);
    made(
        before,
        EventCodes.USERFAULTFD,
        DescriptorType.USERFAULT,
        e -> (e.unsigned(1) & O_CLOEXEC) != 0);
    made(before, EventCodes.IO_URING_SETUP, DescriptorType.URING, e -> true);
    before[EventCodes.BPF] = this::bpf;
    before[EventCodes.MEMFD_CREATE] = this::memfd;
    before[EventCodes.PIDFD_OPEN] = this::pidfd;
    before[EventCodes.PIDFD_GETFD] = this::taken;
    before[EventCodes.CHDIR] = this::moved;
    before[EventCodes.GETCWD] = this::moved;
    before[EventCodes.FCHDIR] = this::movedByDescriptor;
    after[EventCodes.CLOSE] = this::close;
    after[EventCodes.CLOSE_RANGE] = this::closeRange;
  }

  /**
   * A file was opened.
   *
   * @param name the index of the path
   * @param flags the index of the flags, -1 for creat
   * @param device the index of the device, which the inode follows
   * @param enteredName the index of the path at the beginning of the call, -1 when it has none
   * @param enteredFlags the index of the flags there, -1 when it has none
   */
  private void open(
      Event event,
      ThreadEntry thread,
      int name,
      int flags,
      int device,
      int enteredName,
      int enteredFlags) {
    long fd = event.result();
    if (fd < 0) {
      return;
    }
    int opened = flags >= 0 ? (int) event.unsigned(flags) : layers((int) event.unsigned(5));
    Event from = event;
    int path = name;
    Event entered = enteredName < 0 ? null : thread.entered(event.code());
    if (entered != null && entered.textLength(enteredName) > 0) {
      from = entered;
      path = enteredName;
      if (enteredFlags >= 0) {
        opened = (int) entered.unsigned(enteredFlags) | opened & NOT_OF_THE_CALL;
      }
    }
    paths.join(from, path, thread, scratch);
    Descriptor descriptor =
        made(
            thread,
            fd,
            (opened & O_DIRECTORY) != 0 ? DescriptorType.DIRECTORY : DescriptorType.OPENED_FILE,
            (opened & O_CLOEXEC) != 0);
    descriptor.rename().set(scratch);
    descriptor.rawName.set(from.bytes(), from.offset(path), from.textLength(path));
    descriptor.openFlags = opened;
    descriptor.device = (int) event.unsigned(device);
    descriptor.inode = event.unsigned(device + 1);
  }

  /** The flags of creat tell of layers alone, by bits of their own. */
  private static int layers(int creatFlags) {
    return ((creatFlags & 1) != 0 ? UPPER_LAYER : 0) | ((creatFlags & 2) != 0 ? LOWER_LAYER : 0);
  }

  /** What was made; when there are too many it is known for this event alone. */
  private Descriptor made(ThreadEntry thread, long fd, DescriptorType type, boolean closeOnExec) {
    Descriptor descriptor = thread.descriptors().open(fd, type, closeOnExec);
    if (descriptor == null) {
      descriptor = subject.spare(type);
    }
    subject.use(fd, descriptor);
    return descriptor;
  }

  private void made(Change[] changes, int code, DescriptorType type, Mark closeOnExec) {
    changes[code] =
        (event, thread) -> {
          if (event.result() >= 0) {
            made(thread, event.result(), type, closeOnExec.of(event));
          }
        };
  }

  private void pipe(Event event, ThreadEntry thread, boolean closeOnExec) {
    if (event.result() < 0) {
      return;
    }
    for (int end = 1; end <= 2; end++) {
      made(thread, event.signed(end), DescriptorType.PIPE, closeOnExec).inode = event.unsigned(3);
    }
  }

  private void duplicate(Event event, ThreadEntry thread, boolean closeOnExec) {
    long copy = event.result();
    if (copy < 0) {
      return;
    }
    long original = event.has(1) ? event.signed(1) : subject.fd();
    thread.descriptors().duplicate(original, copy, closeOnExec);
    Descriptor descriptor = thread.descriptors().get(copy);
    if (descriptor != null) {
      subject.use(copy, descriptor);
    }
  }

  private void control(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    switch ((int) event.unsigned(2)) {
      case F_DUPFD -> duplicate(event, thread, false);
      case F_DUPFD_CLOEXEC -> duplicate(event, thread, true);
      case F_SETFD ->
          thread.descriptors().closeOnExec(event.signed(1), (event.unsigned(3) & 1) != 0);
      default -> {}
    }
  }

  /** Most commands of bpf give a number that is no descriptor. */
  private void bpf(Event event, ThreadEntry thread) {
    long command = event.unsigned(1);
    if (event.result() >= 0
        && (!event.has(1) || (command < 64 && (BPF_MAKES_DESCRIPTOR >>> command & 1) != 0))) {
      made(thread, event.result(), DescriptorType.BPF, true);
    }
  }

  private void memfd(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    Descriptor descriptor =
        made(thread, event.result(), DescriptorType.MEMFD, (event.unsigned(2) & 1) != 0);
    descriptor.rename().append(event.bytes(), event.offset(1), event.textLength(1));
  }

  private void pidfd(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    Descriptor descriptor = made(thread, event.result(), DescriptorType.PIDFD, true);
    descriptor.pid = event.signed(1);
    descriptor.rename().append(PROC).appendDecimal(Math.max(0, descriptor.pid));
  }

  /** A descriptor of another process, told by a descriptor of that process. */
  private void taken(Event event, ThreadEntry thread) {
    long fd = event.result();
    if (fd < 0) {
      return;
    }
    Descriptor process = thread.descriptors().get(event.signed(1));
    ThreadEntry target =
        process == null || process.type() != DescriptorType.PIDFD ? null : threads.get(process.pid);
    Descriptor descriptor = target == null ? null : target.descriptors().get(event.signed(2));
    thread.descriptors().adopt(fd, descriptor, true);
    subject.use(fd, descriptor);
  }

  private void moved(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    if (!movedAsTold(event, thread) && event.textLength(1) > 0) {
      PathJoin.join(thread.cwd(), event.bytes(), event.offset(1), event.textLength(1), scratch);
      thread.directory().set(scratch);
    }
  }

  private void movedByDescriptor(Event event, ThreadEntry thread) {
    if (event.result() < 0 || movedAsTold(event, thread)) {
      return;
    }
    Descriptor directory = subject.descriptor();
    if (directory != null) {
      thread.directory().set(directory.name());
    }
  }

  /** What the kernel knows of the directory is truer than what joining makes of it. */
  private boolean movedAsTold(Event event, ThreadEntry thread) {
    if (event.directoryLength() == 0) {
      return false;
    }
    scratch.set(event.bytes(), event.directoryOffset(), event.directoryLength());
    thread.directory().set(scratch);
    return true;
  }

  /** The running kernel frees the number whatever else it finds wrong with it. */
  private void close(Event event, ThreadEntry thread) {
    if (event.result() >= 0 || (live && event.result() != -EBADF)) {
      thread.descriptors().close(subject.fd());
    }
  }

  private void closeRange(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    long flags = event.unsigned(3);
    if ((flags & CLOSE_RANGE_UNSHARE) != 0) {
      ThreadChanges.unshare(thread);
    }
    long first = event.unsigned(1);
    long last = event.unsigned(2);
    if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
      thread.descriptors().markRange(first, last);
    } else {
      thread.descriptors().closeRange(first, last);
    }
  }

  /** The flags of accept4 and of a socket's type are the kernel's own. */
  static boolean closesOnExec(long flags) {
    return (flags & (NATIVE_CLOEXEC | O_CLOEXEC)) != 0;
  }

  @FunctionalInterface
  private interface Mark {
    boolean of(Event event);
  }
}
