// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel program tells of threads beside the events: who makes the next one, who was born
 * and which descriptors were closed without an event. One thread.
 */
public final class KernelThreads {

  private final ThreadTable threads;
  private final @Nullable ProcSource proc;
  private @Nullable ThreadEntry observed;

  /**
   * Enters threads into this table.
   *
   * @param proc what of them is read again after a loss; null for a capture, where nobody tells
   */
  KernelThreads(ThreadTable threads, @Nullable ProcSource proc) {
    this.threads = threads;
    this.proc = proc;
  }

  /** The thread that was observed last, once, when it has this id. */
  @Nullable ThreadEntry take(long tid) {
    ThreadEntry seen = observed;
    observed = null;
    return seen != null && seen.tid() == tid ? seen : null;
  }

  /**
   * The running kernel's word on the thread of the next event: what differs from what is known is
   * taken, and an unknown thread is entered, as one of its process or from {@code /proc}. Called
   * before {@link SystemState#before} for each event. The name is taken only when none is known: it
   * stays what the last exec or fork made it, so that a process can't rename itself out of a rule.
   *
   * @param comm holds the task's name from {@code commOffset}, of at most {@code commRoom} bytes
   *     and ended by a NUL when it is shorter
   */
  public void observe(
      int tid, int tgid, int ppid, int uid, int gid, byte[] comm, int commOffset, int commRoom) {
    // A new thread has the facts of its process: /proc is read for processes alone.
    boolean known = tid == tgid || threads.peek(tid) != null;
    ThreadEntry thread = known ? threads.get(tid) : null;
    if (thread == null || thread.pid() != tgid) {
      thread = met(tid, tgid);
    }
    observed = thread;
    if (thread.ptid() != ppid && ppid > 0) {
      threads.adopt(thread, ppid);
    }
    thread.uid = Integer.toUnsignedLong(uid);
    thread.gid = Integer.toUnsignedLong(gid);
    if (thread.comm().isEmpty()) {
      int length = 0;
      while (length < commRoom && comm[commOffset + length] != 0) {
        length++;
      }
      thread.comm().set(comm, commOffset, length);
    }
  }

  /** The thread that was observed has closed a descriptor since it was last seen. */
  public void closed(long fd) {
    if (observed != null && proc != null && proc.descriptorsKept()) {
      observed.descriptors().close(fd);
    }
  }

  /** A thread of the running system that is seen for the first time. */
  private ThreadEntry met(int tid, int tgid) {
    ThreadEntry main = tid == tgid ? null : threads.get(tgid);
    if (tid != tgid && main == null) {
      main = threads.enter(tgid);
      threads.join(main, tgid);
      main.vtid = tgid;
      main.vpid = tgid;
    }
    ThreadEntry thread = threads.enter(tid);
    threads.join(thread, tgid);
    if (main != null) {
      threadOf(main, thread, tid);
    } else {
      thread.flags = ThreadEntry.MAIN_THREAD;
      thread.vtid = tid;
      thread.vpid = tid;
    }
    return thread;
  }

  private void threadOf(ThreadEntry main, ThreadEntry thread, int vtid) {
    thread.inherit(main);
    // Not the name that it has given itself since: a thread can't rename itself out of a rule
    // either.
    thread.comm().set(main.comm());
    threads.adopt(thread, main.ptid());
    thread.vpid = main.vpid;
    thread.vtid = main.vpid == main.pid ? thread.tid : vtid;
    thread.flags = ThreadEntry.CLONE_THREAD | ThreadEntry.CLONE_FILES;
    thread.directory = main.directory();
    thread.descriptors = main.descriptors().share();
  }

  /**
   * A fork of the running kernel, as it happened: the child is entered in place of whatever had its
   * id before. The thread that forked was observed.
   *
   * @param tid the thread that forked
   * @param childPpid the child's parent, which with {@code CLONE_PARENT} is not who forked
   * @param childVtid its id in its own pid namespace; -1 when not told
   * @param childVpid its process's id there; -1 when not told
   * @param sharesFiles whether it has the same table of descriptors
   * @param sharesDirectory whether it has the same working directory
   */
  public void forked(
      long timeNanos,
      int tid,
      int childTid,
      int childTgid,
      int childPpid,
      int childVtid,
      int childVpid,
      boolean sharesFiles,
      boolean sharesDirectory) {
    ThreadEntry parent = threads.get(tid);
    if (parent == null) {
      return;
    }
    if (proc != null && proc.descriptorsKept() && parent.descriptors().stale()) {
      // The child gets what its parent has, which is not known yet when that does nothing itself.
      proc.descriptors(parent);
    }
    ThreadEntry child = threads.enter(childTid);
    threads.join(child, childTgid);
    child.inherit(parent);
    child.comm.set(parent.comm());
    threads.adopt(child, childPpid);
    child.startNanos = timeNanos;
    boolean thread = childTid != childTgid;
    child.vtid = childVtid >= 0 ? childVtid : childTid;
    child.vpid = childVpid >= 0 ? childVpid : thread ? parent.vpid : childTid;
    child.flags =
        (thread ? ThreadEntry.CLONE_THREAD : ThreadEntry.MAIN_THREAD)
            | (sharesFiles ? ThreadEntry.CLONE_FILES : 0);
    child.directory = sharesDirectory ? parent.directory() : parent.directory().copy();
    child.descriptors = sharesFiles ? parent.descriptors().share() : parent.descriptors().fork();
  }

  /**
   * The child's own view of a fork of the running kernel: its ids in its namespace, as far as the
   * fork itself did not tell them.
   */
  static void refine(Event event, @Nullable ThreadEntry thread) {
    if (thread != null && event.result() == 0 && event.has(19)) {
      thread.vtid = event.signed(18);
      thread.vpid = event.signed(19);
      if (event.has(20)) {
        thread.pidnsInitStartNanos = event.unsigned(20);
      }
    }
  }
}
