// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** When lanes may give, by a clock that only the gate's own waits move noticeably. */
class GateTest {

  private final MovedClock clock = new MovedClock();
  private final CountDownLatch end = new CountDownLatch(1);

  private Gate gate(long rate, long burst) {
    DeliveryPolicy.Pace pace =
        new DeliveryPolicy.Pace(
            10, Duration.ZERO, 1, List.of(), Duration.ofSeconds(1), rate, burst);
    DeliveryPolicy.Retry retry =
        new DeliveryPolicy.Retry(
            Duration.ofMillis(1), Duration.ofSeconds(1), 0, 3, Duration.ofMinutes(10));
    return new Gate(DeliveryPolicy.DEFAULT.with(pace).with(retry), clock);
  }

  /** How long the gate made the clock move until it let a batch in. */
  private Duration waited(Gate gate, int alerts) throws InterruptedException {
    long begun = clock.nanoTime();
    assertThat(gate.enter(alerts, end)).isTrue();
    return Duration.ofNanos(clock.nanoTime() - begun);
  }

  @Test
  void at_a_rate_a_burst_goes_at_once_and_the_rest_waits() throws Exception {
    Gate gate = gate(1, 100);
    assertThat(waited(gate, 100)).isLessThan(Duration.ofSeconds(30));
    assertThat(waited(gate, 100)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(101));
  }

  @Test
  void a_batch_above_the_burst_is_paid_for_by_what_follows() throws Exception {
    Gate gate = gate(1, 10);
    assertThat(waited(gate, 60)).isLessThan(Duration.ofSeconds(30));
    assertThat(waited(gate, 10)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
  }

  @Test
  void what_the_receiver_asks_for_holds_everybody() throws Exception {
    Gate gate = gate(0, 1);
    gate.hold(Duration.ofHours(2).toNanos());
    assertThat(waited(gate, 1)).isGreaterThan(Duration.ofHours(1));
    assertThat(waited(gate, 1)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void after_so_many_failures_in_a_row_the_circuit_is_open_until_one_succeeds() throws Exception {
    Gate gate = gate(0, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(gate.open()).isFalse();
      assertThat(waited(gate, 1)).isLessThan(Duration.ofMinutes(1));
      gate.failed();
    }
    assertThat(gate.open()).isTrue();
    assertThat(waited(gate, 1)).isGreaterThan(Duration.ofMinutes(9));
    gate.failed();
    assertThat(waited(gate, 1))
        .as("again after the next failure")
        .isGreaterThan(Duration.ofMinutes(9));
    gate.succeeded();
    assertThat(gate.open()).isFalse();
    assertThat(waited(gate, 1)).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void a_wait_ends_with_the_output() throws Exception {
    Gate gate = gate(0, 1);
    gate.hold(Duration.ofHours(2).toNanos());
    end.countDown();
    assertThat(gate.enter(1, end)).isFalse();
  }
}
