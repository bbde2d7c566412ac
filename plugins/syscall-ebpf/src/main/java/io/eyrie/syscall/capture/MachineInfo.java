// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

/**
 * The machine that a capture was made on.
 *
 * @param cpus how many processors it has; 4294967295 when unknown
 * @param memoryBytes its main memory
 * @param maxPid the largest process number; 0 unknown
 * @param hostname its name
 * @param bootNanos when it was started, nanoseconds since the epoch; 0 unknown
 */
public record MachineInfo(
    long cpus, long memoryBytes, long maxPid, String hostname, long bootNanos) {

  /** What is known without the block. */
  static final MachineInfo UNKNOWN = new MachineInfo(0xffff_ffffL, 0, 0, "", 0);

  /** The bytes of the hostname in the block, padded with NUL. */
  static final int HOSTNAME = 128;
}
