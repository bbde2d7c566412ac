// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Time since boot becomes time of day, also when somebody sets the clock. */
final class BootClockTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private long boot = 5_000_000_000L;
  private Instant day = NOON;
  private final BootClock clock = new BootClock(() -> boot, () -> day);

  @Test
  void anEventHasTheTimeOfDayThatWasThen() {
    assertThat(instant(clock.epochOfBoot() + boot)).isEqualTo(NOON);
    assertThat(instant(clock.epochOfBoot() + boot - 1_000_000_000L))
        .isEqualTo(NOON.minusSeconds(1));
    assertThat(instant(clock.now())).isEqualTo(NOON);
  }

  @Test
  void aClockThatIsSetForwardOrBackIsFollowedFromTheNextLookOn() {
    day = NOON.plus(Duration.ofDays(400));
    assertThat(instant(clock.now())).as("not looked at yet").isEqualTo(NOON);
    clock.synchronise();
    assertThat(instant(clock.now())).isEqualTo(day);

    day = Instant.EPOCH;
    clock.synchronise();
    assertThat(instant(clock.now())).isEqualTo(Instant.EPOCH);
    assertThat(instant(clock.epochOfBoot() + boot - 1)).isEqualTo(Instant.EPOCH.minusNanos(1));
  }

  @Test
  void aReadingThatWasHeldUpIsNotTrusted() {
    long[] reading = {0};
    InstantSource late =
        () -> {
          // The first reading of the clock takes long: a process in between.
          reading[0]++;
          boot += reading[0] == 1 ? 80_000_000L : 100L;
          return Instant.ofEpochSecond(0, boot);
        };
    BootClock held = new BootClock(() -> boot, late);
    assertThat(held.epochOfBoot() + boot).isBetween(boot - 100, boot + 100);
  }

  @Test
  void theSystemsClockIsRead() {
    BootClock real = new BootClock(System::nanoTime, Clock.systemUTC());
    assertThat(Duration.between(instant(real.now()), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
