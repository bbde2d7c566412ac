// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what has to become true, with a deadline that a slow machine keeps too. */
final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final long STEP_MILLIS = 20;

  private Await() {}

  /** Something that may become true. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits up to two minutes. */
  static void until(String what, Condition condition) throws Exception {
    until(() -> what, condition);
  }

  /**
   * Waits up to two minutes.
   *
   * @param what is asked when the time is up, so that it can tell how things stand then
   */
  static void until(Supplier<String> what, Condition condition) throws Exception {
    if (!within(LIMIT, condition)) {
      throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain: " + what.get());
    }
  }

  /** Waits for a time that may pass in vain; answers whether it did not. */
  static boolean within(Duration limit, Condition condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    return true;
  }
}
