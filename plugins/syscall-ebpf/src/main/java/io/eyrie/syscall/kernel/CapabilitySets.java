// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

/**
 * The capabilities of a thread, as masks of the bits of {@code linux/capability.h}.
 *
 * @param inheritable what programs that it starts may have
 * @param permitted what it has, in use or put by
 * @param effective what is in use
 * @param ambient what programs that it starts do have
 */
record CapabilitySets(long inheritable, long permitted, long effective, long ambient) {

  /** Reads a {@code status} of {@code /proc}; what is not there is empty. */
  static CapabilitySets of(String status) {
    return new CapabilitySets(
        mask(status, "CapInh:"),
        mask(status, "CapPrm:"),
        mask(status, "CapEff:"),
        mask(status, "CapAmb:"));
  }

  /**
   * Whether they are the same. Not {@code equals}: the virtual machine compares records by method
   * handles that it keeps softly, and with them the classes of this plugin after it is gone.
   */
  boolean same(CapabilitySets other) {
    return inheritable == other.inheritable
        && permitted == other.permitted
        && effective == other.effective
        && ambient == other.ambient;
  }

  private static long mask(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseUnsignedLong(line.substring(name.length()).strip(), 16))
        .findFirst()
        .orElse(0L);
  }
}
