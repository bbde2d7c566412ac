// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Searches the stored alerts by the time of their events.
 *
 * <p>The index holds the alerts of each {@linkplain Kinds kind} by time. A search asks it for the
 * kinds that its filter wants, merges their times, and looks into the alerts themselves only for
 * what the index does not know: fields and text. So a page by time, rule, priority, source or tags
 * costs what it returns, whatever the size of the store. Of the others a call looks at {@value
 * #LOOKS} alerts at most.
 */
final class History {

  private static final int LOOKS = 10_000;
  private static final int FIRST_RUN = 16;
  private static final int LONGEST_RUN = 1024;

  private static final String NEWEST_FIRST =
      """
      SELECT time_ns, seq FROM alerts
      WHERE kind = ?1 AND time_ns BETWEEN ?2 AND ?3 AND (time_ns < ?3 OR seq < ?4)
      ORDER BY time_ns DESC, seq DESC LIMIT ?5\
      """;
  private static final String OLDEST_FIRST =
      """
      SELECT time_ns, seq FROM alerts
      WHERE kind = ?1 AND time_ns BETWEEN ?2 AND ?3 AND (time_ns > ?2 OR seq > ?4)
      ORDER BY time_ns, seq LIMIT ?5\
      """;

  private static final Comparator<Spot> BY_TIME =
      Comparator.comparingLong(Spot::timeNanos).thenComparingLong(Spot::number);

  /** Where an alert stands in the order of a search. */
  record Spot(long timeNanos, long number) {}

  /**
   * A page.
   *
   * @param last the place of the last alert that was looked at; null when there are no more
   */
  record Found(List<Alert> alerts, @Nullable Spot last) {}

  private final AlertFilter filter;
  private final boolean newestFirst;
  private final Comparator<Spot> order;

  History(AlertFilter filter, AlertLog.Order order) {
    this.filter = filter;
    this.newestFirst = order == AlertLog.Order.NEWEST_FIRST;
    this.order = newestFirst ? BY_TIME.reversed() : BY_TIME;
  }

  /** The page of at most so many alerts behind a place, or the first page. */
  Found page(Connection connection, int max, @Nullable Spot after) throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    if (filter.fromNanos() >= filter.toNanos()) {
      return new Found(alerts, null);
    }
    Spot last = after;
    try (PreparedStatement times =
            connection.prepareStatement(newestFirst ? NEWEST_FIRST : OLDEST_FIRST);
        AlertRows.Lookup rows = new AlertRows.Lookup(connection)) {
      PriorityQueue<Run> runs = begin(connection, times, after);
      for (int looks = 0; !runs.isEmpty(); looks++) {
        if (alerts.size() == max || looks == LOOKS) {
          return new Found(alerts, last);
        }
        Run run = runs.remove();
        last = run.take();
        if (run.refilled(times)) {
          runs.add(run);
        }
        Optional<Alert> alert = rows.alert(last.number()).map(Alert.class::cast);
        alert.filter(filter::matches).ifPresent(alerts::add);
      }
    }
    return new Found(alerts, null);
  }

  private PriorityQueue<Run> begin(
      Connection connection, PreparedStatement times, @Nullable Spot after) throws SQLException {
    Spot start = start(after);
    PriorityQueue<Run> runs =
        new PriorityQueue<>((a, b) -> order.compare(a.spots.getFirst(), b.spots.getFirst()));
    for (long kind : Kinds.wanted(connection, filter)) {
      Run run = new Run(kind, start);
      if (run.refilled(times)) {
        runs.add(run);
      }
    }
    return runs;
  }

  /** The place that lies just before the first alert wanted. */
  private Spot start(@Nullable Spot after) {
    Spot bound =
        newestFirst
            ? new Spot(filter.toNanos() - 1, Long.MAX_VALUE)
            : new Spot(filter.fromNanos(), Long.MIN_VALUE);
    return after == null || order.compare(after, bound) < 0 ? bound : after;
  }

  /** The alerts of one kind in their order, read ahead some at a time. */
  private final class Run {

    private final long kind;
    private final Deque<Spot> spots = new ArrayDeque<>();
    private Spot read;
    private int length = FIRST_RUN;
    private boolean exhausted;

    Run(long kind, Spot start) {
      this.kind = kind;
      this.read = start;
    }

    Spot take() {
      return spots.removeFirst();
    }

    /** Whether there is one more. */
    boolean refilled(PreparedStatement times) throws SQLException {
      if (spots.isEmpty() && !exhausted) {
        times.setLong(1, kind);
        times.setLong(2, newestFirst ? filter.fromNanos() : read.timeNanos());
        times.setLong(3, newestFirst ? read.timeNanos() : filter.toNanos() - 1);
        times.setLong(4, read.number());
        times.setInt(5, length);
        try (ResultSet rows = times.executeQuery()) {
          while (rows.next()) {
            spots.addLast(new Spot(rows.getLong(1), rows.getLong(2)));
          }
        }
        exhausted = spots.size() < length;
        length = Math.min(4 * length, LONGEST_RUN);
        if (!spots.isEmpty()) {
          read = spots.getLast();
        }
      }
      return !spots.isEmpty();
    }
  }
}
