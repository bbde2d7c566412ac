// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

/** The capabilities that matter here, with their bits of {@code linux/capability.h}. */
enum Capability {
  DAC_READ_SEARCH(2, "to read other users' entries of /proc"),
  SYS_PTRACE(19, "to read the executables and descriptors of other processes in /proc"),
  PERFMON(38, "to attach the kernel program"),
  BPF(39, "to load the kernel program");

  private static final int SYS_ADMIN = 21;

  /** The one that includes many others. */
  static final long SYS_ADMIN_MASK = 1L << SYS_ADMIN;

  private final int bit;
  private final String purpose;

  Capability(int bit, String purpose) {
    this.bit = bit;
    this.purpose = purpose;
  }

  /** Whether a mask such as {@code CapEff} of {@code /proc/self/status} gives it. */
  boolean in(long mask) {
    boolean byAdmin = (this == PERFMON || this == BPF) && (mask >>> SYS_ADMIN & 1) != 0;
    return byAdmin || (mask >>> bit & 1) != 0;
  }

  /** Its bit. */
  long mask() {
    return 1L << bit;
  }

  /** The name as administrators write it. */
  String text() {
    return "CAP_" + name();
  }

  /** What it is wanted for. */
  String purpose() {
    return purpose;
  }
}
