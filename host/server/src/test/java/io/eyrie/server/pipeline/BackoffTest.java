// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void pausesDoubleUpToAMinuteThenTheSourceIsGivenUp() {
    Backoff backoff = new Backoff(8);
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(backoff.failed(Duration.ZERO)).contains(Duration.ofSeconds(seconds));
    }
    assertThat(backoff.failed(Duration.ZERO)).isEmpty();
  }

  @Test
  void tenGoodMinutesForgiveEarlierFailures() {
    Backoff backoff = new Backoff(1);
    assertThat(backoff.failed(Duration.ZERO)).isPresent();
    assertThat(backoff.failed(Duration.ofMinutes(10))).contains(Duration.ofSeconds(1));
    assertThat(backoff.failed(Duration.ofMinutes(9))).isEmpty();
  }
}
