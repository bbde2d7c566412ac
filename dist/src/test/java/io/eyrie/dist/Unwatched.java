// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import io.eyrie.alerts.v1.Alert;
import java.time.Instant;

/** A time that the host says it saw nothing, or not everything, of. */
record Unwatched(Instant from, Instant to) {

  /** How far the clock that stamps events may be off the one that tests read. */
  private static final long CLOCK_SLACK_NANOS = 1_000_000;

  static Unwatched of(Alert alert) {
    return new Unwatched(
        Instant.parse(Subscriber.field(alert, "eyrie.from").getText()),
        Instant.parse(Subscriber.field(alert, "eyrie.to").getText()));
  }

  /** Whether some of the time between two readings of a clock may be in it. */
  boolean touches(Instant begin, Instant end) {
    return begin.isBefore(to.plusNanos(CLOCK_SLACK_NANOS))
        && end.isAfter(from.minusNanos(CLOCK_SLACK_NANOS));
  }

  boolean hasInside(Instant time) {
    return time.isAfter(from) && time.isBefore(to);
  }
}
