// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the next record: naps while events were just coming, so that a busy system is never
 * asked for wake-ups, which are the dearest thing in the kernel's path; then sleep until the
 * doorbell rings.
 *
 * <p>Each nap costs a switch of tasks and what the caches held, as much as some fifty records. So
 * naps grow while the rings have room, and shrink when a nap lets too much of one fill.
 *
 * <p>Arming, a full fence and a last look stand before the sleep. The program publishes, and only
 * then looks at the request, with a full barrier between: so either the look here sees the record
 * or the program sees the request, and no record is slept over.
 */
public final class IdleWait {

  /** What one nap may let a ring fill, in hundredths. */
  private static final long CROWDED = 10;

  private static final long SHORTEST_NAP = 500_000;
  private static final long LONGEST_NAP = 4_000_000;

  /** So long nothing comes until the doorbell is asked. */
  private static final long QUIET = 20_000_000;

  private static final Duration SLEEP = Duration.ofMillis(60);

  private final Lanes rings;
  private final Doorbell doorbell;
  private long nap = SHORTEST_NAP;
  private long quiet;

  /** Waits for records of these rings. */
  public IdleWait(Lanes rings, Doorbell doorbell) {
    this.rings = rings;
    this.doorbell = doorbell;
  }

  /** Says that records came: the next waits are naps. */
  public void busy() {
    quiet = 0;
  }

  /** Waits once, less than 100 ms; returns earlier when a record comes. */
  public void await() {
    if (quiet < QUIET) {
      long nanos = nextNap();
      quiet += nanos;
      LockSupport.parkNanos(nanos);
      return;
    }
    nap = SHORTEST_NAP;
    doorbell.arm();
    VarHandle.fullFence();
    if (rings.isEmpty()) {
      doorbell.await(SLEEP);
    }
    doorbell.disarm();
  }

  /** How long the next nap takes, by what was read since this was last asked. */
  long nextNap() {
    nap =
        rings.percentRead() < CROWDED
            ? Math.min(2 * nap, LONGEST_NAP)
            : Math.max(nap / 2, SHORTEST_NAP);
    return nap;
  }
}
