// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Turns the kernel program's time, nanoseconds since boot, into time of day.
 *
 * <p>The difference of the two clocks is taken anew by {@link #synchronise()}, so that a step of
 * the wall clock is followed. One thread.
 */
public final class BootClock {

  private static final int CLOCK_BOOTTIME = 7;
  private static final int SAMPLES = 5;

  private final LongSupplier bootNanos;
  private final InstantSource timeOfDay;
  private long epochOfBoot;

  /** Reads the time since boot and the time of day from these. */
  public BootClock(LongSupplier bootNanos, InstantSource timeOfDay) {
    this.bootNanos = bootNanos;
    this.timeOfDay = timeOfDay;
    synchronise();
  }

  static BootClock of(LibC c) {
    long[] time = new long[2];
    return new BootClock(
        () -> {
          c.clock_gettime(CLOCK_BOOTTIME, time);
          return time[0] * 1_000_000_000L + time[1];
        },
        InstantSource.system());
  }

  /** Takes the difference of the clocks: of several samples the one with the least doubt. */
  public void synchronise() {
    long narrowest = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long before = bootNanos.getAsLong();
      Instant now = timeOfDay.instant();
      long after = bootNanos.getAsLong();
      if (after - before < narrowest) {
        narrowest = after - before;
        epochOfBoot =
            now.getEpochSecond() * 1_000_000_000L + now.getNano() - (before + narrowest / 2);
      }
    }
  }

  /**
   * When the machine was booted, nanoseconds since the epoch: with a time since boot added, that is
   * the time of day.
   */
  public long epochOfBoot() {
    return epochOfBoot;
  }

  /** The time of day now, nanoseconds since the epoch, by the same clock as events. */
  public long now() {
    return epochOfBoot + bootNanos.getAsLong();
  }
}
