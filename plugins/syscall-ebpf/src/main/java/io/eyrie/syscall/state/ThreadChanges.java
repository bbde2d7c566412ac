// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ThreadFacts.ExecutableFile;
import java.util.Arrays;

/** What calls on threads themselves change: programs, owners, sessions, limits, memory, ends. */
final class ThreadChanges {

  private static final long UNCHANGED = 0xffff_ffffL;
  private static final int MOST_CPUS = 1 << 14;
  private static final int RLIMIT_NOFILE = 7;
  private static final int EXE_WRITABLE = 1;
  private static final int EXE_UPPER_LAYER = 2;
  private static final int EXE_FROM_MEMFD = 4;
  private static final int EXE_LOWER_LAYER = 8;

  private final ThreadTable threads;
  private final RecentExits exits;
  private final boolean live;
  private final ParameterPaths paths = new ParameterPaths();
  private final Text scratch = new Text(4096);
  private long[] switchedAt = new long[64];
  private long ending = ThreadEntry.UNKNOWN;

  ThreadChanges(ThreadTable threads, RecentExits exits, boolean live) {
    this.threads = threads;
    this.exits = exits;
    this.live = live;
  }

  void register(Change[] before, Change[] after) {
    before[EventCodes.EXECVE] = this::executed;
    before[EventCodes.EXECVEAT] = this::executed;
    before[EventCodes.SETUID] = (e, t) -> user(e, t, 1);
    before[EventCodes.SETREUID] = (e, t) -> user(e, t, 2);
    before[EventCodes.SETRESUID] = (e, t) -> user(e, t, 2);
    before[EventCodes.SETGID] = (e, t) -> group(e, t, 1);
    before[EventCodes.SETREGID] = (e, t) -> group(e, t, 2);
    before[EventCodes.SETRESGID] = (e, t) -> group(e, t, 2);
    before[EventCodes.SETSID] = this::session;
    before[EventCodes.SETPGID] = this::processGroup;
    before[EventCodes.CHROOT] = this::root;
    before[EventCodes.CAPSET] = this::capabilities;
    before[EventCodes.SETRLIMIT] = this::limit;
    before[EventCodes.PRLIMIT] = this::limitOf;
    before[EventCodes.BRK] = (e, t) -> memory(e, t, 1);
    before[EventCodes.MMAP] = (e, t) -> memory(e, t, 1);
    before[EventCodes.MMAP2] = (e, t) -> memory(e, t, 1);
    before[EventCodes.MUNMAP] = (e, t) -> memory(e, t, 1);
    before[EventCodes.SWITCH] = this::switched;
    after[EventCodes.PROCEXIT] = this::ended;
  }

  /** With the next event this process ends, whatever is known of its threads. */
  void ends(long tgid) {
    ending = tgid;
  }

  private void executed(Event event, ThreadEntry thread) {
    if (event.result() < 0) {
      return;
    }
    if (thread.placeholder() && event.has(5)) {
      threads.adopt(thread, event.signed(5));
      thread.vtid = thread.tid;
      thread.vpid = event.signed(4);
    }
    if (event.has(4) && event.signed(4) != thread.pid()) {
      threads.join(thread, event.signed(4));
    }
    program(event, thread);
    owner(event, thread);
    memory(event, thread, 10);
    if (event.directoryLength() > 0) {
      scratch.set(event.bytes(), event.directoryOffset(), event.directoryLength());
      thread.directory().set(scratch);
    }
    unshare(thread);
    thread.descriptors().exec();
    thread.flags =
        (thread.flags & ThreadEntry.INVERTED) | (thread.main() ? ThreadEntry.MAIN_THREAD : 0);
    threads.removeOthers(thread);
  }

  private void program(Event event, ThreadEntry thread) {
    ProcessImage old = thread.image;
    byte[] exe = event.has(1) ? text(event, 1) : old.exe();
    int comm = event.has(13) ? 13 : 1;
    if (event.has(comm)) {
      thread.comm.set(event.bytes(), event.offset(comm), event.textLength(comm));
    }
    if (event.has(7)) {
      thread.fdLimit = event.signed(7);
    }
    thread.image =
        new ProcessImage(
            exe,
            event.has(2) ? bytes(event, 2) : ProcessImage.NOTHING,
            event.has(15) ? bytes(event, 15) : ProcessImage.NOTHING,
            executable(event, thread, old),
            event.has(14) ? bytes(event, 14) : old.cgroups(),
            file(event, old));
  }

  private byte[] executable(Event event, ThreadEntry thread, ProcessImage old) {
    if (event.has(27)) {
      return text(event, 27);
    }
    Event entered = thread.entered(event.code());
    if (entered == null) {
      return old.executable();
    }
    int path = entered.code() == EventCodes.EXECVEAT_ENTER ? 1 : 0;
    if (entered.textLength(path) == 0) {
      return old.executable();
    }
    paths.join(entered, path, thread, scratch);
    return scratch.toBytes();
  }

  private static ExecutableFile file(Event event, ProcessImage old) {
    if (!event.has(19) && !event.has(23)) {
      return old.file();
    }
    long flags = event.unsigned(19);
    return new ExecutableFile(
        (flags & EXE_WRITABLE) != 0,
        (flags & EXE_UPPER_LAYER) != 0,
        (flags & EXE_LOWER_LAYER) != 0,
        (flags & EXE_FROM_MEMFD) != 0,
        event.unsigned(23),
        event.unsigned(24),
        event.unsigned(25));
  }

  private static void owner(Event event, ThreadEntry thread) {
    if (event.has(16)) {
      thread.tty = event.unsigned(16);
    }
    if (event.has(17)) {
      thread.vpgid = event.signed(17);
    }
    if (event.has(18)) {
      thread.loginUid = event.unsigned(18);
    }
    if (event.has(20)) {
      thread.capInheritable = event.unsigned(20);
      thread.capPermitted = event.unsigned(21);
      thread.capEffective = event.unsigned(22);
    }
    if (event.has(26)) {
      thread.uid = event.unsigned(26);
    }
    if (event.has(28)) {
      thread.pgid = event.signed(28);
    }
    if (event.has(29)) {
      thread.gid = event.unsigned(29);
    }
    if (event.has(8)) {
      thread.majorFaults = event.unsigned(8);
      thread.minorFaults = event.unsigned(9);
    }
  }

  private static byte[] text(Event event, int index) {
    int from = event.offset(index);
    return Arrays.copyOfRange(event.bytes(), from, from + event.textLength(index));
  }

  static byte[] bytes(Event event, int index) {
    int from = event.offset(index);
    return Arrays.copyOfRange(event.bytes(), from, from + event.length(index));
  }

  private void user(Event event, ThreadEntry thread, int index) {
    if (event.result() >= 0 && event.has(index) && event.unsigned(index) != UNCHANGED) {
      thread.uid = event.unsigned(index);
    }
  }

  private void group(Event event, ThreadEntry thread, int index) {
    if (event.result() >= 0 && event.has(index) && event.unsigned(index) != UNCHANGED) {
      thread.gid = event.unsigned(index);
    }
  }

  private void session(Event event, ThreadEntry thread) {
    if (event.result() >= 0) {
      thread.sid = event.result();
      thread.vpgid = event.result();
      thread.pgid = thread.pid;
    }
  }

  private void processGroup(Event event, ThreadEntry thread) {
    if (event.result() < 0 || !event.has(1)) {
      return;
    }
    long pid = event.signed(1);
    ThreadEntry target = pid == 0 || pid == thread.vpid ? thread : threads.peek(pid);
    if (target == null) {
      return;
    }
    long group = event.signed(2) == 0 ? target.vpid : event.signed(2);
    target.vpgid = group;
    if (target.vpid == target.pid) {
      target.pgid = group;
    }
  }

  private void root(Event event, ThreadEntry thread) {
    if (event.result() >= 0 && event.textLength(1) > 0) {
      paths.join(event, 1, thread, scratch);
      thread.root = scratch.toBytes();
    }
  }

  private void capabilities(Event event, ThreadEntry thread) {
    if (event.result() >= 0 && event.has(3)) {
      thread.capInheritable = event.unsigned(1);
      thread.capPermitted = event.unsigned(2);
      thread.capEffective = event.unsigned(3);
    }
  }

  private void limit(Event event, ThreadEntry thread) {
    if (event.result() >= 0 && event.unsigned(3) == RLIMIT_NOFILE) {
      limit(thread, event.signed(1));
    }
  }

  private void limitOf(Event event, ThreadEntry thread) {
    if (event.result() < 0 || event.unsigned(6) != RLIMIT_NOFILE || event.signed(1) == -1) {
      return;
    }
    long pid = event.signed(5);
    ThreadEntry target = pid == 0 ? thread : threads.peek(pid);
    if (target != null) {
      limit(target, event.signed(1));
    }
  }

  private void limit(ThreadEntry thread, long limit) {
    ThreadEntry main = threads.main(thread);
    (main == null ? thread : main).fdLimit = limit;
  }

  private void memory(Event event, ThreadEntry thread, int index) {
    if (!event.has(index)) {
      return;
    }
    ThreadEntry main = threads.main(thread);
    ThreadEntry owner = main == null ? thread : main;
    owner.sizeKib = event.unsigned(index);
    owner.residentKib = event.unsigned(index + 1);
    owner.swappedKib = event.unsigned(index + 2);
  }

  private void switched(Event event, ThreadEntry thread) {
    int cpu = event.cpu();
    if (cpu >= 0 && cpu < MOST_CPUS) {
      if (cpu >= switchedAt.length) {
        switchedAt = Arrays.copyOf(switchedAt, cpu + 1);
      }
      thread.ranNanos = switchedAt[cpu] == 0 ? 0 : event.timeNanos() - switchedAt[cpu];
      thread.ranInAllNanos += thread.ranNanos;
      switchedAt[cpu] = event.timeNanos();
    }
    if (event.has(2)) {
      thread.majorFaults = event.unsigned(1);
      thread.minorFaults = event.unsigned(2);
    }
    memory(event, thread, 3);
  }

  /** The thread is gone; a main thread stays while others of its process live. */
  private void ended(Event event, ThreadEntry thread) {
    if (!live) {
      exits.add(thread.tid(), thread.ptid(), event.timeNanos());
    }
    if (ending != ThreadEntry.UNKNOWN) {
      ThreadEntry main = threads.peek(ending);
      ending = ThreadEntry.UNKNOWN;
      if (main != null) {
        threads.removeOthers(main);
        remove(event, main);
        return;
      }
    }
    if (thread.main()) {
      if (thread.others > 0 || live) {
        thread.ended = true;
        return;
      }
      remove(event, thread);
      return;
    }
    ThreadEntry main = threads.peek(thread.pid());
    remove(event, thread);
    if (main != null && main.ended && main.others <= 0 && !live) {
      remove(event, main);
    }
  }

  private void remove(Event event, ThreadEntry thread) {
    long reaper = event.has(4) ? event.signed(4) : 0;
    threads.remove(thread.tid());
    threads.reparent(thread, reaper > 0 ? reaper : heir(thread));
  }

  /** Who gets the children when the event does not tell: another thread of the process, or init. */
  private long heir(ThreadEntry thread) {
    ThreadEntry main = thread.main() ? null : threads.peek(thread.pid());
    if (main != null) {
      return main.tid();
    }
    return threads.peek(1) == null ? ThreadEntry.UNKNOWN : 1;
  }

  static void unshare(ThreadEntry thread) {
    DescriptorTable table = thread.descriptors();
    if (table.shared()) {
      thread.descriptors = table.fork();
      table.leave();
    }
  }
}
