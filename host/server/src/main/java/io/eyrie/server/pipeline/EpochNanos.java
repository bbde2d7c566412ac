// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.time.Instant;
import java.time.InstantSource;

/** The wall clock as events and alerts count it. */
public final class EpochNanos {

  private EpochNanos() {}

  /** Nanoseconds since the epoch. */
  public static long now(InstantSource clock) {
    Instant now = clock.instant();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }
}
