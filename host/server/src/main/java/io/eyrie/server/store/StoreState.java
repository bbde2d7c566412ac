// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * How the store is doing, for {@code eyrie status} and metrics.
 *
 * @param problem what keeps it from writing and what to do; empty while it writes
 * @param stored alerts stored since it was opened
 * @param repeated alerts that came again and were stored already
 * @param waiting alerts and positions in memory that are not durable yet
 * @param held alerts in the database now
 * @param usedBytes how much of the database is in use
 * @param removed alerts that the retention removed since it was opened
 */
public record StoreState(
    String problem,
    long stored,
    long repeated,
    int waiting,
    long held,
    long usedBytes,
    long removed) {

  /** Whether it writes. */
  public boolean healthy() {
    return problem.isEmpty();
  }
}
