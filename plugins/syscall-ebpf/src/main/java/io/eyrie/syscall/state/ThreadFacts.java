// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * What a table tells of a thread: the columns of the process list of captures, version 9.
 *
 * @param fdLimit how many descriptors it may open
 * @param flags bits of the table {@code clone_flags}, with the private bits of captures
 * @param pidnsInitStartNanos when its pid namespace began, nanoseconds since the epoch; 0 unknown
 * @param startNanos when it began, nanoseconds since the epoch; 0 when unknown, as in captures
 */
public record ThreadFacts(
    Ids ids,
    Program program,
    ExecutableFile file,
    Owner owner,
    Memory memory,
    long fdLimit,
    int flags,
    long pidnsInitStartNanos,
    long startNanos) {

  /** Numbers that name it; -1 when unknown. */
  public record Ids(
      long tid, long pid, long ptid, long sid, long vtid, long vpid, long vpgid, long pgid) {}

  /**
   * The program that it runs; texts without a NUL at the end, empty when unknown.
   *
   * @param comm the task's name
   * @param exe the first argument
   * @param exepath the path of the executable
   * @param args the other arguments, each ended by a NUL
   * @param env the environment, each variable ended by a NUL
   * @param cgroups {@code subsystem=path}, each ended by a NUL
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Program(
      byte[] comm,
      byte[] exe,
      byte[] exepath,
      byte[] args,
      byte[] env,
      byte[] cwd,
      byte[] cgroups,
      byte[] root) {}

  /**
   * The file that it was started from.
   *
   * @param ctimeNanos when its inode was changed, nanoseconds since the epoch; 0 unknown
   * @param mtimeNanos when its content was changed
   */
  public record ExecutableFile(
      boolean writable,
      boolean upperLayer,
      boolean lowerLayer,
      boolean fromMemfd,
      long inode,
      long ctimeNanos,
      long mtimeNanos) {

    /** Nothing is known of it. */
    public static final ExecutableFile UNKNOWN =
        new ExecutableFile(false, false, false, false, 0, 0, 0);
  }

  /**
   * On whose behalf it runs. Users and groups unsigned, 4294967295 when unset.
   *
   * @param tty the number of its terminal, 0 for none
   */
  public record Owner(
      long uid,
      long gid,
      long loginUid,
      long tty,
      long capInheritable,
      long capPermitted,
      long capEffective) {}

  /** What it takes of memory, in KiB, and its page faults. */
  public record Memory(
      long sizeKib, long residentKib, long swappedKib, long majorFaults, long minorFaults) {

    /** Nothing is known of it. */
    public static final Memory UNKNOWN = new Memory(0, 0, 0, 0, 0);
  }
}
