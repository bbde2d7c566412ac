// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.engine.run.HeldEvent;
import io.eyrie.engine.run.HoldingEvaluator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for late fields, in the order in which they came, bounded in number, memory
 * and time. Of the worker's thread.
 */
final class HeldEvents {

  static final Duration LIMIT = Duration.ofMillis(500);

  private static final int MOST_EVENTS = 4096;
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;

  /** Whether there is room for one more. */
  boolean room() {
    return waiting.size() < MOST_EVENTS && bytes < MOST_BYTES;
  }

  void add(Waiting event) {
    waiting.addLast(event);
    bytes += event.event().bytes();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes out the next of those that wait for a key, or null. */
  @Nullable Waiting next(long key) {
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting event = all.next();
      if (event.key() == key) {
        all.remove();
        bytes -= event.event().bytes();
        return event;
      }
    }
    return null;
  }

  /** Takes out the oldest if it has waited long enough, or null. */
  @Nullable Waiting overdue(long nowNanos) {
    Waiting oldest = waiting.peekFirst();
    return oldest != null && nowNanos - oldest.sinceNanos() >= LIMIT.toNanos() ? next() : null;
  }

  /** Takes out the oldest, or null. */
  @Nullable Waiting next() {
    Waiting oldest = waiting.pollFirst();
    if (oldest != null) {
      bytes -= oldest.event().bytes();
    }
    return oldest;
  }

  /**
   * When the earliest of them happened, nanoseconds since the epoch; the largest when none waits.
   */
  long earliestNanos() {
    long earliest = Long.MAX_VALUE;
    for (Waiting event : waiting) {
      earliest = Math.min(earliest, event.event().timeNanos());
    }
    return earliest;
  }

  /**
   * An event that waits.
   *
   * @param key what for
   * @param sinceNanos since when, by {@link System#nanoTime()}
   * @param partition of its position
   * @param offset of its position
   * @param evaluator the rules of its time
   * @param revision of these rules
   */
  record Waiting(
      HeldEvent event,
      long key,
      long sinceNanos,
      String partition,
      long offset,
      HoldingEvaluator evaluator,
      String revision) {}
}
