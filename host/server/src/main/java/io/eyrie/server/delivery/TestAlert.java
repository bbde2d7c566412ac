// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An alert that an operator sends to one output to see whether it arrives. */
final class TestAlert {

  private final AlertRecord alert;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile String problem = "";

  TestAlert(AlertRecord alert) {
    this.alert = alert;
  }

  AlertRecord alert() {
    return alert;
  }

  /** What came of it; the empty text when it was delivered. */
  void answer(String reason) {
    problem = reason;
    answered.countDown();
  }

  /** Waits for the answer; empty when none came in time. */
  Optional<String> await(Duration limit) throws InterruptedException {
    return answered.await(limit.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(problem)
        : Optional.empty();
  }
}
