// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the next record: short naps while events were just coming, so that a busy system is
 * never asked for wake-ups, which are the dearest thing in the kernel's path; then sleep until the
 * doorbell rings.
 *
 * <p>Arming, a full fence and a last look stand before the sleep. The program publishes, and only
 * then looks at the request, with a full barrier between: so either the look here sees the record
 * or the program sees the request, and no record is slept over.
 */
public final class IdleWait {

  private static final long NAP_NANOS = 1_000_000;
  private static final int NAPS = 20;
  private static final Duration SLEEP = Duration.ofMillis(60);

  private final Lanes rings;
  private final Doorbell doorbell;
  private int naps;

  /** Waits for records of these rings. */
  public IdleWait(Lanes rings, Doorbell doorbell) {
    this.rings = rings;
    this.doorbell = doorbell;
  }

  /** Says that records came: the next waits are naps. */
  public void busy() {
    naps = 0;
  }

  /** Waits once, less than 100 ms; returns earlier when a record comes. */
  public void await() {
    if (naps < NAPS) {
      naps++;
      LockSupport.parkNanos(NAP_NANOS);
      return;
    }
    doorbell.arm();
    VarHandle.fullFence();
    if (rings.isEmpty()) {
      doorbell.await(SLEEP);
    }
    doorbell.disarm();
  }
}
