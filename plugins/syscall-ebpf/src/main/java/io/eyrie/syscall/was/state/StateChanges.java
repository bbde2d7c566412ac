// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.event.RecordLayout;
import io.eyrie.syscall.event.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The table of what each kind of record changes, and whether before or after it is judged. Rules
 * see a file that was just opened and one that is just being closed alike.
 */
final class StateChanges {

  private static final int O_DIRECTORY = 0200000;
  private static final int O_CLOEXEC = 02000000;
  private static final int EINPROGRESS = 115;
  private static final int EBADF = 9;
  private static final int F_DUPFD = 0;
  private static final int F_SETFD = 2;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;

  private static final Change NOTHING = (record, process) -> {};

  private final ProcessTable processes;
  private final OpenedPath openedPath = new OpenedPath();
  private final Text scratch = new Text(4096);
  private final Row[] rows = new Row[RecordKind.CODES];

  StateChanges(ProcessTable processes) {
    this.processes = processes;
    Arrays.fill(rows, new Row(false, NOTHING, NOTHING));
    //                                 before it is judged      after
    processes(RecordKind.EXEC_STATE, this::exec, NOTHING);
    processes(RecordKind.FORK_STATE, this::fork, NOTHING);
    processes(RecordKind.PROCEXIT, NOTHING, this::exit);
    processes(RecordKind.EXECVE, this::executed, NOTHING);
    processes(RecordKind.EXECVEAT, this::executed, NOTHING);
    descriptors(RecordKind.OPEN, this::open, NOTHING);
    descriptors(RecordKind.OPENAT, this::open, NOTHING);
    descriptors(RecordKind.OPENAT2, this::open, NOTHING);
    descriptors(RecordKind.CREAT, this::open, NOTHING);
    descriptors(RecordKind.SOCKET, this::socket, NOTHING);
    descriptors(RecordKind.CONNECT, (r, p) -> connected(RecordKind.CONNECT, r, p), NOTHING);
    descriptors(RecordKind.ACCEPT, (r, p) -> accepted(RecordKind.ACCEPT, r, p), NOTHING);
    descriptors(RecordKind.ACCEPT4, (r, p) -> accepted(RecordKind.ACCEPT4, r, p), NOTHING);
    descriptors(RecordKind.PIPE, this::pipe, NOTHING);
    descriptors(RecordKind.DUP, (r, p) -> duplicated(r, p, false), NOTHING);
    descriptors(RecordKind.DUP2, (r, p) -> duplicated(r, p, false), NOTHING);
    descriptors(
        RecordKind.DUP3, (r, p) -> duplicated(r, p, (r.argument(2) & O_CLOEXEC) != 0), NOTHING);
    descriptors(RecordKind.FCNTL, this::controlled, NOTHING);
    descriptors(RecordKind.CHDIR, this::moved, NOTHING);
    descriptors(RecordKind.FCHDIR, this::moved, NOTHING);
    descriptors(RecordKind.CLOSE, NOTHING, this::closed);
    descriptors(RecordKind.CLOSE_RANGE, NOTHING, this::rangeClosed);
  }

  void before(RecordKind kind, EventRecord record, ProcessEntry process, boolean descriptorsKept) {
    Row row = rows[kind.code()];
    if (descriptorsKept || !row.ofDescriptors) {
      row.before.apply(record, process);
    }
  }

  void after(RecordKind kind, EventRecord record, ProcessEntry process, boolean descriptorsKept) {
    Row row = rows[kind.code()];
    if (descriptorsKept || !row.ofDescriptors) {
      row.after.apply(record, process);
    }
  }

  private void processes(RecordKind kind, Change before, Change after) {
    rows[kind.code()] = new Row(false, before, after);
  }

  private void descriptors(RecordKind kind, Change before, Change after) {
    rows[kind.code()] = new Row(true, before, after);
  }

  private void exec(EventRecord record, ProcessEntry process) {
    byte[] bytes = record.bytes();
    byte[] name =
        Arrays.copyOfRange(bytes, record.commOffset(), record.commOffset() + record.commLength());
    byte[] arguments =
        ProcessImage.arguments(bytes, record.argsOffset(), record.argsLength(), scratch);
    byte[] container =
        ContainerId.ofComponents(bytes, record.cgroupOffset(), record.cgroupLength());
    Components.path(bytes, record.exeOffset(), record.exeLength(), scratch);
    process.become(
        new ProcessImage(
            name, arguments, record.exeLength() == 0 ? new byte[0] : scratch.toBytes(), container));
    Components.path(bytes, record.cwdOffset(), record.cwdLength(), scratch);
    process.directory().set(scratch);
    process.execSeen(true);
    unshare(process);
    process.descriptors().exec();
  }

  private void fork(EventRecord record, ProcessEntry process) {
    byte[] name =
        Arrays.copyOfRange(
            record.bytes(), record.commOffset(), record.commOffset() + record.commLength());
    processes.fork(
        process,
        record.childTgid(),
        name,
        record.has(RecordLayout.FLAG_SHARED_FILES),
        record.has(RecordLayout.FLAG_SHARED_FS));
  }

  private void exit(EventRecord record, ProcessEntry process) {
    if (record.has(RecordLayout.FLAG_GROUP_DEAD)) {
      processes.remove(process.pid());
    }
  }

  /** A call of exec succeeded: what it made was told just before, or that was lost. */
  private void executed(EventRecord record, ProcessEntry process) {
    if (record.result() == 0 && !process.execSeen()) {
      processes.refresh(process);
    }
    process.execSeen(false);
  }

  private void open(EventRecord record, ProcessEntry process) {
    if (record.result() < 0) {
      return;
    }
    int flags = record.openFlags();
    openedPath.write(record, process, scratch);
    Descriptor descriptor =
        process
            .descriptors()
            .open(
                (int) record.result(),
                (flags & O_DIRECTORY) != 0 ? DescriptorKind.DIRECTORY : DescriptorKind.FILE,
                (flags & O_CLOEXEC) != 0);
    if (descriptor != null) {
      descriptor.name().set(scratch);
    }
  }

  private void socket(EventRecord record, ProcessEntry process) {
    if (record.result() >= 0) {
      process
          .descriptors()
          .open(
              (int) record.result(),
              DescriptorKind.ofFamily((int) record.argument(0)),
              (record.argument(1) & O_CLOEXEC) != 0);
    }
  }

  private void connected(RecordKind call, EventRecord record, ProcessEntry process) {
    if (record.result() < 0 && record.result() != -EINPROGRESS) {
      return;
    }
    Descriptor descriptor = process.descriptors().get(record.socketFd());
    if (descriptor == null) {
      descriptor = process.descriptors().open(record.socketFd(), DescriptorKind.OTHER, false);
    }
    name(descriptor, call, record);
  }

  private void accepted(RecordKind call, EventRecord record, ProcessEntry process) {
    if (record.result() >= 0) {
      name(
          process
              .descriptors()
              .open(
                  (int) record.result(),
                  DescriptorKind.OTHER,
                  (record.socketCallFlags() & O_CLOEXEC) != 0),
          call,
          record);
    }
  }

  private static void name(@Nullable Descriptor descriptor, RecordKind call, EventRecord record) {
    if (descriptor != null) {
      descriptor.become(SocketName.kind(record, call));
      SocketName.write(record, call, descriptor.name());
    }
  }

  private void pipe(EventRecord record, ProcessEntry process) {
    boolean closeOnExec = (record.argument(2) & O_CLOEXEC) != 0;
    for (int end = 0; end < 2; end++) {
      int fd = (int) record.argument(end);
      if (fd >= 0) {
        process.descriptors().open(fd, DescriptorKind.PIPE, closeOnExec);
      }
    }
  }

  private void duplicated(EventRecord record, ProcessEntry process, boolean closeOnExec) {
    if (record.result() >= 0) {
      process.descriptors().duplicate((int) record.argument(0), (int) record.result(), closeOnExec);
    }
  }

  private void controlled(EventRecord record, ProcessEntry process) {
    if (record.result() < 0) {
      return;
    }
    switch ((int) record.argument(1)) {
      case F_DUPFD -> duplicated(record, process, false);
      case F_DUPFD_CLOEXEC -> duplicated(record, process, true);
      case F_SETFD ->
          process
              .descriptors()
              .closeOnExec((int) record.argument(0), (record.argument(2) & 1) != 0);
      default -> {}
    }
  }

  private void moved(EventRecord record, ProcessEntry process) {
    if (record.result() >= 0) {
      Components.path(record.bytes(), record.directoryOffset(), record.directoryLength(), scratch);
      process.directory().set(scratch);
    }
  }

  private void closed(EventRecord record, ProcessEntry process) {
    if (record.result() != -EBADF) {
      process.descriptors().close((int) record.argument(0));
    }
  }

  private void rangeClosed(EventRecord record, ProcessEntry process) {
    if (record.result() < 0) {
      return;
    }
    long flags = record.argument(2);
    if ((flags & CLOSE_RANGE_UNSHARE) != 0) {
      unshare(process);
    }
    long first = record.argument(0) & 0xffff_ffffL;
    long last = record.argument(1) & 0xffff_ffffL;
    if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
      process.descriptors().markRange(first, last);
    } else {
      process.descriptors().closeRange(first, last);
    }
  }

  private static void unshare(ProcessEntry process) {
    DescriptorTable table = process.descriptors();
    if (table.shared()) {
      process.use(table.fork());
      table.leave();
    }
  }

  /** Changes what is known by what a record tells. */
  @FunctionalInterface
  private interface Change {
    void apply(EventRecord record, ProcessEntry process);
  }

  private record Row(boolean ofDescriptors, Change before, Change after) {}
}
