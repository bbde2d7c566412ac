// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for a best-effort source, until when its events have been judged and their alerts
 * stored, so that the next start can tell what was not watched.
 *
 * <p>The mark goes down the lane behind the alerts that it covers. It is written after alerts, and
 * at most twice a second when there are none. Not safe for several threads: of the worker.
 */
final class WatchMark {

  private static final String PARTITION = "eyrie:watched";

  private static final long INTERVAL = Duration.ofMillis(500).toNanos();

  private long judgedUntil = Long.MIN_VALUE;
  private long written = Long.MIN_VALUE;

  /** Until when the instance was watching the last time, nanoseconds since the epoch. */
  static OptionalLong last(Positions positions) {
    return positions.cursor(PARTITION).stream().mapToLong(Long::parseLong).findFirst();
  }

  /** All events until then have been judged. */
  void judgedUntil(long nanos) {
    judgedUntil = Math.max(judgedUntil, nanos);
  }

  /** The position to write now, or null when the last one will do. */
  @Nullable Position due(boolean behindAlerts) {
    boolean moved = judgedUntil > written;
    if (!moved
        || (!behindAlerts && judgedUntil - written < INTERVAL && written != Long.MIN_VALUE)) {
      return null;
    }
    written = judgedUntil;
    return new Position(PARTITION, Long.toString(judgedUntil));
  }
}
