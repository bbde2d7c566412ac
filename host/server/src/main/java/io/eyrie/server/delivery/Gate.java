// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.util.concurrent.CountDownLatch;

/**
 * When the lanes of one output may give their next batch: not before the rate allows it, the
 * receiver wants it ({@code Retry-After}), or a broken circuit is tried again.
 *
 * <p>After so many failures in a row the circuit opens and nothing is given for a while; then one
 * lane tries, and the others follow when it has succeeded. Safe for several threads.
 */
final class Gate {

  /** How long a lane waits, at most, before it looks again whether another one has succeeded. */
  private static final long LOOK_EVERY = 50_000_000;

  private final DeliveryClock clock;
  private final DeliveryPolicy.Retry retry;
  private final double ratePerNano;
  private final long burst;

  private double tokens;
  private long tokensAt;
  private long closedUntil;
  private int failures;
  private boolean trying;

  Gate(DeliveryPolicy policy, DeliveryClock clock) {
    this.clock = clock;
    this.retry = policy.retry();
    this.ratePerNano = (double) policy.pace().rate() / 1e9;
    this.burst = policy.pace().burst();
    this.tokens = (double) burst;
    this.tokensAt = clock.nanoTime();
    this.closedUntil = tokensAt;
  }

  /**
   * Waits until a batch may be given, and counts its alerts.
   *
   * @param end ends the wait
   * @return whether it may; false when the end has come before
   */
  boolean enter(int alerts, CountDownLatch end) throws InterruptedException {
    while (true) {
      long wait = claim(alerts);
      if (wait <= 0) {
        return true;
      }
      if (clock.await(end, wait)) {
        return false;
      }
    }
  }

  /** Whether the circuit is open. */
  synchronized boolean open() {
    return failures >= retry.breakAfter();
  }

  /** Nothing is given for so long. */
  synchronized void hold(long nanos) {
    closedUntil = Math.max(closedUntil, clock.nanoTime() + nanos);
  }

  synchronized void succeeded() {
    failures = 0;
    trying = false;
  }

  synchronized void failed() {
    failures++;
    trying = false;
    if (open()) {
      hold(retry.breakFor().toNanos());
    }
  }

  /** The lane gives up its turn without having tried. */
  synchronized void left() {
    trying = false;
  }

  /** How long to wait before asking again; 0 when the batch may be given now. */
  private synchronized long claim(int alerts) {
    long now = clock.nanoTime();
    if (now - closedUntil < 0) {
      return closedUntil - now;
    }
    if (open() && trying) {
      return LOOK_EVERY;
    }
    if (ratePerNano > 0) {
      tokens = Math.min((double) burst, tokens + (double) (now - tokensAt) * ratePerNano);
      tokensAt = now;
      double needed = (double) Math.min(alerts, burst);
      if (tokens < needed) {
        return Math.max(1, (long) Math.ceil((needed - tokens) / ratePerNano));
      }
      // A batch above the burst is paid for by what comes after it.
      tokens -= alerts;
    }
    trying = true;
    return 0;
  }
}
