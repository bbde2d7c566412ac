// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.syscall.kernel.BootClock;
import io.eyrie.syscall.kernel.SharedState;
import io.eyrie.syscall.live.LossClass;
import io.eyrie.syscall.state.SystemState;

/**
 * Publishes what the kernel program could not hand over, by class and processor and exactly once:
 * the program only ever raises its counters, and here it is remembered how far they were told. What
 * was lost may have changed the state, which is distrusted from then on.
 */
final class LossReport {

  private final SharedState shared;
  private final BootClock clock;
  private final SystemState state;
  private final long[][] told;
  private long toldTotal;
  private long lookedAt;

  LossReport(SharedState shared, BootClock clock, SystemState state) {
    this.shared = shared;
    this.clock = clock;
    this.state = state;
    this.told = new long[LossClass.values().length][shared.cpus()];
    this.lookedAt = wallNanos();
  }

  /** Looks at the counters; one read of shared memory when nothing was lost. */
  void publish(EventSink sink) {
    long looked = wallNanos();
    long total = shared.lost();
    if (total != toldTotal) {
      long now = clock.now();
      for (LossClass lossClass : LossClass.values()) {
        for (int cpu = 0; cpu < shared.cpus(); cpu++) {
          publish(sink, lossClass, cpu, now);
        }
      }
      // The program raises the class before the total, and here the total was read first: whatever
      // made up this total has been told, and what came since makes another one.
      toldTotal = total;
    }
    lookedAt = looked;
  }

  /** The clock of events costs a call of the C library: too dear for a look that finds nothing. */
  private static long wallNanos() {
    return 1_000_000 * System.currentTimeMillis();
  }

  private void publish(EventSink sink, LossClass lossClass, int cpu, long now) {
    long lost = shared.lost(lossClass, cpu);
    long more = lost - told[lossClass.counter()][cpu];
    if (more > 0) {
      told[lossClass.counter()][cpu] = lost;
      sink.lost(
          new Loss(
              more,
              Math.min(lookedAt, now),
              now,
              "ring buffer full (" + lossClass.label() + ", CPU " + cpu + ")"));
      state.distrust(lossClass.ofProcesses(), lossClass.touchesDescriptors());
    }
  }
}
