// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Removes alerts that are too old or too many: the oldest first, by size those below Critical
 * before the others.
 *
 * <p>What it removed stays on record: {@code holes} holds the numbers and the span of time, and
 * each durable reader that had not read it has it counted. What the live tail still holds is left
 * alone, so that a reader that keeps up never meets a hole. For the store's thread alone.
 */
final class Retention {

  private static final int CHUNK = 1000;
  private static final int MAX_CHUNKS = 20;
  private static final long REPORT_EVERY = TimeUnit.MINUTES.toNanos(1);

  private record Victim(long number, long timeNanos) {}

  /** What one reader has lost and nobody has been told of. */
  private static final class Unreported {
    long count;
    long fromNanos = Long.MAX_VALUE;
    long toNanos = Long.MIN_VALUE;
    long reportedAt = System.nanoTime() - REPORT_EVERY;
  }

  private final StoreSettings settings;
  private final Cursors cursors;
  private final Map<CursorName, Unreported> unreported = new HashMap<>();

  Retention(StoreSettings settings, Cursors cursors) {
    this.settings = settings;
    this.cursors = cursors;
  }

  /**
   * Removes what has to go, each thousand in a transaction of its own.
   *
   * @param before alerts from this number on are left alone
   * @return how many were removed
   */
  long run(Connection connection, long before, long nowNanos) throws SQLException {
    long removed = 0;
    long oldest = nowNanos - settings.maxAge().toNanos();
    for (int i = 0; i < MAX_CHUNKS; i++) {
      List<Victim> victims = tooOld(connection, before, oldest);
      if (victims.isEmpty() && Database.usedBytes(connection) > settings.maxBytes()) {
        victims = oldestBelowCritical(connection, before);
        if (victims.isEmpty()) {
          victims = oldestOfAll(connection, before);
        }
      }
      if (victims.isEmpty()) {
        break;
      }
      remove(connection, victims);
      removed += victims.size();
    }
    return removed;
  }

  /** Reports what readers have lost since the last report, each at most once a minute. */
  void report(StoreEvents events) {
    long now = System.nanoTime();
    unreported.forEach((name, lost) -> {
      if (lost.count > 0 && now - lost.reportedAt >= REPORT_EVERY) {
        events.retentionPassed(
            new RetentionGap(
                name.output(), name.reader(), lost.count, lost.fromNanos, lost.toNanos));
        lost.count = 0;
        lost.fromNanos = Long.MAX_VALUE;
        lost.toNanos = Long.MIN_VALUE;
        lost.reportedAt = now;
      }
    });
  }

  private static List<Victim> tooOld(Connection connection, long before, long oldest)
      throws SQLException {
    // Stored in the order of their numbers: the first that is young enough ends the search.
    return victims(
        connection,
        "SELECT seq, time_ns, stored_ns FROM alerts WHERE seq < ? ORDER BY seq LIMIT " + CHUNK,
        before,
        oldest);
  }

  private static List<Victim> oldestBelowCritical(Connection connection, long before)
      throws SQLException {
    return victims(
        connection,
        "SELECT seq, time_ns, 0 FROM alerts WHERE priority > 2 AND seq < ? ORDER BY seq LIMIT "
            + CHUNK / 4,
        before,
        Long.MAX_VALUE);
  }

  private static List<Victim> oldestOfAll(Connection connection, long before) throws SQLException {
    return victims(
        connection,
        "SELECT seq, time_ns, 0 FROM alerts WHERE seq < ? ORDER BY seq LIMIT " + CHUNK / 4,
        before,
        Long.MAX_VALUE);
  }

  private static List<Victim> victims(
      Connection connection, String query, long before, long storedBefore) throws SQLException {
    List<Victim> victims = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setLong(1, before);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && rows.getLong(3) < storedBefore) {
          victims.add(new Victim(rows.getLong(1), rows.getLong(2)));
        }
      }
    }
    return victims;
  }

  private void remove(Connection connection, List<Victim> victims) throws SQLException {
    Map<CursorName, Cursors.Place> places = cursors.all();
    try (Statement sql = connection.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      try {
        delete(connection, victims);
        recordHoles(connection, victims);
        countMissed(connection, victims, places);
        sql.execute("COMMIT");
      } catch (SQLException e) {
        sql.execute("ROLLBACK");
        throw e;
      }
    }
    places.forEach((name, place) -> note(name, place, victims));
  }

  private static void delete(Connection connection, List<Victim> victims) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM alerts WHERE seq = ?")) {
      for (Victim victim : victims) {
        delete.setLong(1, victim.number());
        delete.executeUpdate();
      }
    }
  }

  private static void recordHoles(Connection connection, List<Victim> victims) throws SQLException {
    int begin = 0;
    for (int i = 1; i <= victims.size(); i++) {
      if (i == victims.size() || victims.get(i).number() != victims.get(i - 1).number() + 1) {
        recordHole(connection, victims.subList(begin, i));
        begin = i;
      }
    }
  }

  /** Records a run of removed numbers, joined with the holes that it touches. */
  private static void recordHole(Connection connection, List<Victim> run) throws SQLException {
    long first = run.getFirst().number();
    long last = run.getLast().number();
    long from = run.stream().mapToLong(Victim::timeNanos).min().orElse(0);
    long to = run.stream().mapToLong(Victim::timeNanos).max().orElse(0);
    try (PreparedStatement touching =
            connection.prepareStatement(
                """
                SELECT min(first_seq), max(last_seq), min(from_ns), max(to_ns) FROM holes
                WHERE first_seq IN (
                  SELECT * FROM (SELECT first_seq FROM holes
                    WHERE first_seq < ?1 ORDER BY first_seq DESC LIMIT 1)
                  UNION ALL SELECT ?2 + 1)
                AND last_seq + 1 >= ?1\
                """);
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM holes WHERE first_seq BETWEEN ? AND ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO holes VALUES (?,?,?,?)")) {
      touching.setLong(1, first);
      touching.setLong(2, last);
      try (ResultSet row = touching.executeQuery()) {
        if (row.next() && row.getObject(1) != null) {
          first = Math.min(first, row.getLong(1));
          last = Math.max(last, row.getLong(2));
          from = Math.min(from, row.getLong(3));
          to = Math.max(to, row.getLong(4));
        }
      }
      delete.setLong(1, first);
      delete.setLong(2, last);
      delete.executeUpdate();
      insert.setLong(1, first);
      insert.setLong(2, last);
      insert.setLong(3, from);
      insert.setLong(4, to);
      insert.executeUpdate();
    }
  }

  private static void countMissed(
      Connection connection, List<Victim> victims, Map<CursorName, Cursors.Place> places)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE cursors SET missed = missed + ? WHERE output = ? AND reader = ?")) {
      for (Map.Entry<CursorName, Cursors.Place> entry : places.entrySet()) {
        long missed = unread(victims, entry.getValue()).size();
        if (missed > 0) {
          update.setLong(1, missed);
          update.setString(2, entry.getKey().output());
          update.setString(3, entry.getKey().reader());
          update.executeUpdate();
        }
      }
    }
  }

  private void note(CursorName name, Cursors.Place place, List<Victim> victims) {
    List<Victim> missed = unread(victims, place);
    if (!missed.isEmpty()) {
      Unreported lost = unreported.computeIfAbsent(name, _ -> new Unreported());
      lost.count += missed.size();
      for (Victim victim : missed) {
        lost.fromNanos = Math.min(lost.fromNanos, victim.timeNanos());
        lost.toNanos = Math.max(lost.toNanos, victim.timeNanos());
      }
    }
  }

  private static List<Victim> unread(List<Victim> victims, Cursors.Place place) {
    int read = 0;
    while (read < victims.size() && victims.get(read).number() <= place.number()) {
      read++;
    }
    return victims.subList(read, victims.size());
  }
}
