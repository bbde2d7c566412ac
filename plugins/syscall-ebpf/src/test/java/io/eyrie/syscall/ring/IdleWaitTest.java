// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting without asking for more wake-ups than one per sleep. */
final class IdleWaitTest {

  private static final int MANY = 50;

  private final FakeRing ring = new FakeRing(256);
  private final List<String> calls = new ArrayList<>();

  @Test
  void aBusyReaderNapsAndAsksForNoWakeUps() {
    IdleWait idle = new IdleWait(lanes(), doorbell(false));
    for (int i = 0; i < MANY; i++) {
      idle.busy();
      idle.await();
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void anIdleOneAsksForOneSleepsAndTakesTheRequestBack() {
    IdleWait idle = new IdleWait(lanes(), doorbell(false));
    awaitUntilAsked(idle);
    assertThat(calls).containsExactly("arm", "await", "disarm");

    idle.busy();
    idle.await();
    assertThat(calls).hasSize(3);
  }

  @Test
  void aRecordThatCameWhileItAskedIsNotSleptOver() {
    IdleWait idle = new IdleWait(lanes(), doorbell(true));
    awaitUntilAsked(idle);
    assertThat(calls).containsExactly("arm", "disarm");
  }

  @Test
  void napsGrowWhileTheRingsHaveRoomAndShrinkWhenOneFills() {
    Lanes lanes = lanes();
    IdleWait idle = new IdleWait(lanes, doorbell(false));
    long first = idle.nextNap();
    long longest = idle.nextNap();
    for (int i = 0; i < MANY; i++) {
      longest = idle.nextNap();
    }
    assertThat(longest).isGreaterThan(first).isEqualTo(idle.nextNap());

    read(lanes);
    long shorter = idle.nextNap();
    assertThat(shorter).isLessThan(longest);
    for (int i = 0; i < MANY; i++) {
      read(lanes);
      idle.nextNap();
    }
    read(lanes);
    assertThat(idle.nextNap()).isPositive().isLessThanOrEqualTo(first);
  }

  /** A quarter of the ring comes and is read. */
  private void read(Lanes lanes) {
    ring.write(new byte[56]);
    lanes.drain((data, offset, length, position) -> {}, 1);
  }

  private void awaitUntilAsked(IdleWait idle) {
    for (int i = 0; i < MANY && calls.isEmpty(); i++) {
      idle.await();
    }
  }

  private Lanes lanes() {
    return new Lanes(new FakeRing(64).reader(), ring.reader(), 0);
  }

  private Doorbell doorbell(boolean recordComes) {
    return new Doorbell() {
      @Override
      public void arm() {
        calls.add("arm");
        if (recordComes) {
          ring.write(new byte[] {1});
        }
      }

      @Override
      public void disarm() {
        calls.add("disarm");
      }

      @Override
      public void await(Duration atMost) {
        assertThat(atMost).isLessThan(Duration.ofMillis(100));
        calls.add("await");
      }
    };
  }
}
