// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides how long a failing source rests before it is opened again, and when it is given up.
 *
 * <p>The pauses double from one second to one minute. A source that has run for ten minutes without
 * a failure is forgiven its earlier ones. Not safe for several threads.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

  private final int tries;
  private int failures;

  /**
   * @param tries how many failures in a row are followed by another try
   */
  Backoff(int tries) {
    this.tries = tries;
  }

  /**
   * Counts a failure.
   *
   * @param ranFor how long the source had run before it
   * @return how long to rest, or empty when it is to be given up
   */
  Optional<Duration> failed(Duration ranFor) {
    if (ranFor.compareTo(FORGIVEN_AFTER) >= 0) {
      failures = 0;
    }
    failures++;
    if (failures > tries) {
      return Optional.empty();
    }
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
    return Optional.of(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  /** How many failures there were in a row. */
  int failures() {
    return failures;
  }
}
