// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries that grow with each failure, from half a second to five minutes: the half of
 * it certain, the rest by chance. For one thread.
 */
public final class Backoff {

  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;

  private final RandomGenerator random;
  private int failures;

  /** Begins with the shortest pause. */
  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Begins anew. */
  public void succeeded() {
    failures = 0;
  }

  /** The pause behind one more failure. */
  public Duration failed() {
    long whole =
        Math.min(LONGEST.toMillis(), SHORTEST.toMillis() << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
