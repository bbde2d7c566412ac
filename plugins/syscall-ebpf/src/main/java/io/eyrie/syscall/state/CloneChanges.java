// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How captures tell of new threads: by the end of the call in the caller and in the child, in any
 * order and not always both. (The running kernel tells of the fork itself.)
 */
final class CloneChanges {

  /** What was made so recently was made by the same call. */
  private static final long SAME_CALL_NANOS = 2_000_000_000L;

  private static final long CHILD_IN_PIDNS = 1L << 29;
  private static final long NEWPID = 1L << 6;
  private static final long PARENT = 1L << 8;
  private static final long VFORK = 1L << 27;

  private final Subject subject;
  private final ThreadTable threads;
  private final RecentExits exits;

  CloneChanges(Subject subject, ThreadTable threads, RecentExits exits) {
    this.subject = subject;
    this.threads = threads;
    this.exits = exits;
  }

  /** Whether the event is the end of a call that makes threads. */
  static boolean is(int code) {
    return code == EventCodes.CLONE
        || code == EventCodes.FORK
        || code == EventCodes.VFORK
        || code == EventCodes.CLONE3;
  }

  void apply(Event event) {
    if (event.result() == 0) {
      child(event);
    } else if (event.result() > 0) {
      caller(event);
    }
  }

  private void caller(Event event) {
    ThreadEntry caller = threads.get(event.tid());
    if (caller == null) {
      caller = threads.enter(event.tid());
    }
    if (caller.placeholder()) {
      complete(caller, event);
    }
    subject.is(caller);
    long flags = event.unsigned(15);
    long tid = event.result();
    if ((flags & (CHILD_IN_PIDNS | NEWPID | PARENT | VFORK)) != 0
        || event.code() == EventCodes.VFORK
        || caller.tid() != caller.vtid()
        || exits.since(tid, caller.tid(), event.timeNanos(), SAME_CALL_NANOS)) {
      return;
    }
    ThreadEntry existing = threads.get(tid);
    if (existing != null && (existing.flags & ThreadEntry.INVERTED) != 0) {
      return;
    }
    boolean thread = (flags & ThreadEntry.CLONE_THREAD) != 0;
    ThreadEntry child = made(tid, event, caller, (int) flags, thread);
    if (thread) {
      threads.join(child, caller.pid());
      threads.adopt(child, caller.ptid());
      child.vpid = caller.vpid;
    } else {
      threads.join(child, tid);
      threads.adopt(child, caller.tid());
      child.vpid = tid;
    }
    child.vtid = tid;
  }

  private void child(Event event) {
    ThreadEntry existing = threads.get(event.tid());
    if (existing != null && event.timeNanos() - existing.startNanos < SAME_CALL_NANOS) {
      subject.is(existing);
      return;
    }
    int flags = (int) event.unsigned(15) | ThreadEntry.INVERTED;
    boolean thread = (flags & ThreadEntry.CLONE_THREAD) != 0;
    long ptid = event.signed(5);
    long pid = event.has(4) ? event.signed(4) : event.tid();
    ThreadEntry from = threads.get(thread ? pid : ptid);
    ThreadEntry child = made(event.tid(), event, from, flags, thread);
    threads.join(child, pid);
    threads.adopt(child, ptid);
    child.vtid = event.has(18) ? event.signed(18) : event.tid();
    child.vpid = event.has(19) ? event.signed(19) : pid;
    if (event.has(20)) {
      child.pidnsInitStartNanos = event.unsigned(20);
    }
    subject.is(child);
  }

  private ThreadEntry made(
      long tid, Event event, @Nullable ThreadEntry from, int flags, boolean thread) {
    ThreadEntry child = threads.enter(tid);
    child.flags = flags | (thread ? ThreadEntry.CLONE_FILES : 0);
    child.startNanos = event.timeNanos();
    if (from != null) {
      child.inherit(from);
      if (thread) {
        child.directory = from.directory();
      } else {
        child.directory = from.directory().copy();
      }
      if ((child.flags & ThreadEntry.CLONE_FILES) != 0) {
        child.descriptors = from.descriptors().share();
      } else {
        child.descriptors = from.descriptors().fork();
      }
      child.comm.set(from.comm());
    }
    told(child, event);
    return child;
  }

  /** What the event itself tells of the thread that it is of, or that was just made by it. */
  private static void told(ThreadEntry thread, Event event) {
    ProcessImage image = thread.image();
    thread.image =
        new ProcessImage(
            event.has(1) ? text(event, 1) : image.exe(),
            event.has(2) ? ThreadChanges.bytes(event, 2) : image.args(),
            image.env(),
            image.executable(),
            event.has(14) ? ThreadChanges.bytes(event, 14) : image.cgroups(),
            image.file());
    if (event.has(13)) {
      thread.comm.set(event.bytes(), event.offset(13), event.textLength(13));
    }
    if (event.has(7)) {
      thread.fdLimit = event.signed(7);
    }
    if (event.has(16)) {
      thread.uid = event.unsigned(16);
      thread.gid = event.unsigned(17);
    }
  }

  private static byte[] text(Event event, int index) {
    int from = event.offset(index);
    return Arrays.copyOfRange(event.bytes(), from, from + event.textLength(index));
  }

  /** A caller that was met in the middle of its life. */
  private void complete(ThreadEntry caller, Event event) {
    if (event.has(4)) {
      threads.join(caller, event.signed(4));
    }
    if (event.has(5)) {
      threads.adopt(caller, event.signed(5));
    }
    caller.vtid = event.has(18) ? event.signed(18) : caller.tid();
    caller.vpid = event.has(19) ? event.signed(19) : caller.pid();
    told(caller, event);
  }
}
