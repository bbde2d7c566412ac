// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

/** The classes by which the kernel program counts what found no room; the order is its own. */
public enum LossClass {
  /** execve, execveat and what an exec tells of the new program. */
  EXEC("execve"),
  /** clone, clone3, fork, vfork and the birth of processes. */
  FORK("clone_fork"),
  /** The end of threads and processes. */
  EXIT("procexit"),
  /** open, openat, openat2, creat. */
  OPEN("open"),
  /** close, close_range. */
  CLOSE("close"),
  /** connect, accept, accept4, socket. */
  NET("connect"),
  /** dup, dup2, dup3, fcntl, pipe. */
  DUP("dup"),
  /** chdir, fchdir. */
  OTHER("other");

  private final String label;

  LossClass(String label) {
    this.label = label;
  }

  /** Its place among the program's counters, from 0. */
  @SuppressWarnings("EnumOrdinal") // the order is that of enum loss_class in the C program
  public int counter() {
    return ordinal();
  }

  /** How operators read it, in loss reasons and metrics. */
  public String label() {
    return label;
  }

  /** Whether a loss of this class leaves the process table unsure. */
  public boolean touchesProcesses() {
    return this == EXEC || this == FORK || this == EXIT;
  }

  /** Whether a loss of this class leaves the descriptor tables unsure. */
  public boolean touchesDescriptors() {
    return this != EXIT;
  }
}
