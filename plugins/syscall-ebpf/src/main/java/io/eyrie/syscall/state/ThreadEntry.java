// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a thread. Its program, working directory and descriptors are shared with the
 * other threads of its process. One, reused for later threads; one thread.
 */
public final class ThreadEntry {

  /** What ids are when they are not known. */
  public static final long UNKNOWN = -1;

  private static final Text HERE = Text.of("./");

  static final long NO_USER = 0xffff_ffffL;
  static final int CLONE_FILES = 1;
  static final int CLONE_THREAD = 1 << 13;
  static final int INVERTED = 1 << 16;
  static final int MAIN_THREAD = 1 << 30;

  long tid;
  long pid = UNKNOWN;
  long ptid = UNKNOWN;
  long sid = UNKNOWN;
  long vtid = UNKNOWN;
  long vpid = UNKNOWN;
  long vpgid = UNKNOWN;
  long pgid = UNKNOWN;
  long uid = NO_USER;
  long gid = NO_USER;
  long loginUid = NO_USER;
  long tty;
  long capInheritable;
  long capPermitted;
  long capEffective;
  long fdLimit;
  long sizeKib;
  long residentKib;
  long swappedKib;
  long majorFaults;
  long minorFaults;
  long pidnsInitStartNanos;
  long startNanos;
  int flags;
  final Text comm = new Text(16);
  ProcessImage image = ProcessImage.EMPTY;
  WorkingDirectory directory = new WorkingDirectory();
  DescriptorTable descriptors;
  byte[] root = ProcessImage.NOTHING;

  long ranNanos;
  long ranInAllNanos;
  long cpuUser = UNKNOWN;
  long cpuSystem;
  long cpuUserShare = UNKNOWN;
  long cpuSystemShare;

  /** Threads of its process that are known, itself not counted; kept at the main thread. */
  int others;

  /** Processes that name it as their parent. */
  int children;

  /** Whose count of children it is in; -1 when in none. */
  long countedAt = UNKNOWN;

  /** It ended, but others of its process live. */
  boolean ended;

  /** Events were lost that might have changed it. */
  boolean stale;

  private @Nullable Event entered;
  private int lastCode = -1;
  private long lastFd = -1;

  ThreadEntry(long tid, DescriptorTable descriptors) {
    this.tid = tid;
    this.descriptors = descriptors;
  }

  /** Its id. */
  public long tid() {
    return tid;
  }

  /** Its process; -1 when it was met in the middle of its life and nothing told. */
  public long pid() {
    return pid;
  }

  /** The thread that made it, or for a thread the parent of its process; -1 unknown. */
  public long ptid() {
    return ptid;
  }

  /** Its session; -1 unknown. */
  public long sid() {
    return sid;
  }

  /** Its id in its pid namespace; -1 unknown. */
  public long vtid() {
    return vtid;
  }

  /** Its process's id in its pid namespace; -1 unknown. */
  public long vpid() {
    return vpid;
  }

  /** Its process group as its pid namespace sees it; -1 unknown. */
  public long vpgid() {
    return vpgid;
  }

  /** Its process group as the host sees it; -1 unknown. */
  public long pgid() {
    return pgid;
  }

  /** The user it runs as, unsigned; 4294967295 unknown. */
  public long uid() {
    return uid;
  }

  /** The group it runs as, unsigned; 4294967295 unknown. */
  public long gid() {
    return gid;
  }

  /** The user that once logged in, unsigned; 4294967295 when nobody did. */
  public long loginUid() {
    return loginUid;
  }

  /** The number of its terminal; 0 without. */
  public long tty() {
    return tty;
  }

  /** Its inheritable capabilities, a bit for each. */
  public long capInheritable() {
    return capInheritable;
  }

  /** Its permitted capabilities. */
  public long capPermitted() {
    return capPermitted;
  }

  /** Its effective capabilities. */
  public long capEffective() {
    return capEffective;
  }

  /** How many descriptors it may open. */
  public long fdLimit() {
    return fdLimit;
  }

  /** Its memory, KiB. */
  public long sizeKib() {
    return sizeKib;
  }

  /** Its resident memory, KiB. */
  public long residentKib() {
    return residentKib;
  }

  /** Its swapped memory, KiB. */
  public long swappedKib() {
    return swappedKib;
  }

  /** Its major page faults. */
  public long majorFaults() {
    return majorFaults;
  }

  /** Its minor page faults. */
  public long minorFaults() {
    return minorFaults;
  }

  /** When its pid namespace began, nanoseconds since the epoch; 0 unknown. */
  public long pidnsInitStartNanos() {
    return pidnsInitStartNanos;
  }

  /** When it began, or last executed a program, nanoseconds since the epoch; 0 unknown. */
  public long startNanos() {
    return startNanos;
  }

  /** How many threads of its process are known, itself too; of the main thread. */
  public int threads() {
    return others + 1;
  }

  /** How long it ran until it was switched away from, nanoseconds; 0 when that was not told. */
  public long ranNanos() {
    return ranNanos;
  }

  /** How long it ran in all, nanoseconds, as far as it was told. */
  public long ranInAllNanos() {
    return ranInAllNanos;
  }

  /** Its share of a processor in user mode in the last second, percent; -1 when not told. */
  public long cpuUserShare() {
    return cpuUserShare;
  }

  /** Its share of a processor in the kernel in the last second, percent. */
  public long cpuSystemShare() {
    return cpuSystemShare;
  }

  /** Bits of the table {@code clone_flags}. */
  public int flags() {
    return flags;
  }

  /** The task's name. */
  public Text comm() {
    return comm;
  }

  /** What its last exec made of it. */
  public ProcessImage image() {
    return image;
  }

  /** Where its relative paths start. */
  public WorkingDirectory directory() {
    return directory;
  }

  /**
   * The path of its working directory, with its final slash; {@code ./} for a thread of which only
   * its id is known, empty for another one of which no directory was told.
   */
  public Text cwd() {
    return directory.path().isEmpty() && placeholder() ? HERE : directory.path();
  }

  /** What it has open. */
  public DescriptorTable descriptors() {
    return descriptors;
  }

  /** Where its paths begin; empty when unknown. Not to be written to. */
  public byte[] root() {
    return root;
  }

  /** Whether it is the thread that its process is named by. */
  public boolean main() {
    return tid == pid || (flags & MAIN_THREAD) != 0;
  }

  /** Whether it was met in the middle of its life and nothing told more than its id. */
  public boolean placeholder() {
    return pid == UNKNOWN;
  }

  /** Takes the ticks of the processor that it had so far. */
  void ticks(long user, long system) {
    if (cpuUser != UNKNOWN) {
      cpuUserShare = Math.clamp(user - cpuUser, 0, 100);
      cpuSystemShare = Math.clamp(system - cpuSystem, 0, 100);
    }
    cpuUser = user;
    cpuSystem = system;
  }

  /** A call begins: its parameters are kept for its end. */
  void enter(Event event, long fd) {
    Event kept = entered;
    if (kept == null) {
      kept = new Event(Math.max(64, event.end()));
      entered = kept;
    }
    kept.copy(event);
    lastCode = event.code();
    lastFd = fd;
  }

  /** Another event that is not the end of a call. */
  void between(int code) {
    lastCode = code;
    lastFd = -1;
  }

  /** The beginning of the call that ends with this event, or null when it was not told. */
  @Nullable Event entered(int exitCode) {
    boolean fits =
        lastCode + 1 == exitCode
            || (lastCode == EventCodes.EXECVEAT_ENTER && exitCode == EventCodes.EXECVE);
    return fits ? entered : null;
  }

  /** The descriptor of the beginning of the call; -1 when it was not told. */
  long enteredFd(int exitCode) {
    return lastCode + 1 == exitCode ? lastFd : -1;
  }

  /** The call has ended. */
  void exit() {
    lastCode = -1;
    lastFd = -1;
  }

  /** Takes all of another thread but its ids and name: what a clone begins with. */
  void inherit(ThreadEntry from) {
    sid = from.sid;
    vpgid = from.vpgid;
    pgid = from.pgid;
    uid = from.uid;
    gid = from.gid;
    loginUid = from.loginUid;
    tty = from.tty;
    capInheritable = from.capInheritable;
    capPermitted = from.capPermitted;
    capEffective = from.capEffective;
    fdLimit = from.fdLimit;
    pidnsInitStartNanos = from.pidnsInitStartNanos;
    image = from.image;
    root = from.root;
  }
}
