// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the system at the event being judged: threads, descriptors, users, groups,
 * interfaces.
 *
 * <p>It begins with facts and {@link #seeded}. For each event {@link #before} finds its thread and
 * descriptor and applies what must stand before rules look (a new file, a new program), and {@link
 * #after} what must not (a closed file, an ended thread). One thread.
 */
public final class SystemState implements FactSink {

  private final ThreadTable threads = new ThreadTable();
  private final boolean live;

  private SystemState(boolean live) {
    this.live = live;
  }

  /** The state of a capture: threads are made and ended by its events alone. */
  public static SystemState ofCapture(Limits limits) {
    return new SystemState(false);
  }

  /**
   * The state of the running system: {@link #observe}, {@link #forked} and {@link #ends} tell of
   * threads; the events of clone, fork and vfork change nothing.
   */
  public static SystemState live(Limits limits) {
    return new SystemState(true);
  }

  /** Whether it is of the running system, not of a capture. */
  public boolean live() {
    return live;
  }

  @Override
  public void thread(ThreadFacts thread) {}

  @Override
  public void descriptor(long tid, DescriptorFacts descriptor) {}

  @Override
  public void networkInterface(InterfaceFacts networkInterface) {}

  @Override
  public void user(UserFacts user) {}

  @Override
  public void group(GroupFacts group) {}

  /** The facts are complete: threads join their processes, the roles in connections are guessed. */
  public void seeded() {}

  /** Forgets all: another section of a capture begins, with facts of its own. */
  public void reset() {}

  /** Tells all that is known, as facts. */
  public void tell(FactSink into) {}

  /**
   * The running kernel's word on the thread of the next event: what differs from what is known is
   * taken, and an unknown thread is entered, as one of its process or from {@code /proc}. Called
   * before {@link #before} for each event.
   *
   * @param comm holds the task's name, of {@code commLength} bytes from {@code commOffset}
   */
  public void observe(
      int tid, int tgid, int ppid, int uid, int gid, byte[] comm, int commOffset, int commLength) {}

  /**
   * A fork of the running kernel, as it happened: the child is entered in place of whatever had its
   * id before. The thread that forked was observed.
   *
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
      boolean sharesDirectory) {}

  /** On the running kernel: with the next event its process ends, all its threads are gone. */
  public void ends(int tgid) {}

  /** Finds the event's thread and descriptor and applies what must stand before it is judged. */
  public void before(Event event) {}

  /** Applies what must not stand yet while the event is judged. */
  public void after(Event event) {}

  /** The thread of the event, or null when it has none. */
  public @Nullable ThreadEntry thread() {
    return null;
  }

  /** The number of the descriptor that the event is about; -1 when there is none. */
  public long fd() {
    return -1;
  }

  /** That descriptor, or null when it is not known. */
  public @Nullable Descriptor descriptor() {
    return null;
  }

  /** Whether the event gave its descriptor another name. */
  public boolean nameChanged() {
    return false;
  }

  /** Events were lost: what they might have changed is read again when it is next needed. */
  public void distrust(boolean ofProcesses, boolean ofDescriptors) {}

  /** The threads. */
  public ThreadTable threads() {
    return threads;
  }

  /** The users and groups. */
  public Accounts accounts() {
    return new Accounts() {
      @Override
      public @Nullable UserFacts user(long uid) {
        return null;
      }

      @Override
      public @Nullable GroupFacts group(long gid) {
        return null;
      }
    };
  }
}
