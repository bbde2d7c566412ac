// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

/** The classes by which the kernel program counts what found no room; the order is its own. */
public enum LossClass {
  /** What execs tell, those that failed too. */
  EXEC("execve"),
  /** clone, clone3, fork, vfork and the birth of processes. */
  FORK("clone_fork"),
  /** The end of threads and processes. */
  EXIT("procexit"),
  /** What opens files. */
  OPEN("open"),
  /** close, close_range. */
  CLOSE("close"),
  /** What sockets do. */
  NET("connect"),
  /** What makes or copies other descriptors. */
  DUP("dup"),
  /** All other calls. */
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

  /**
   * Whether its records take the ring of processes, which a flood of files can't fill, and their
   * loss leaves threads unsure.
   */
  public boolean ofProcesses() {
    return this == EXEC || this == FORK || this == EXIT;
  }

  /** Whether a loss of this class leaves the descriptor tables unsure. */
  public boolean touchesDescriptors() {
    return this != EXIT;
  }
}
