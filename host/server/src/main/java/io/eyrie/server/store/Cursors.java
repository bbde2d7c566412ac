// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The places that are kept for durable readers.
 *
 * <p>Acknowledged places are gathered here without waiting, only the furthest of each reader, and
 * written with the next commit. What the retention takes from a reader is counted here too. Safe
 * for several threads; what is said to be the store's thread's is for it alone.
 */
final class Cursors {

  /**
   * A kept place.
   *
   * @param number everything up to it is done with
   * @param notice what the reader is to be told before it goes on; empty for nothing
   */
  record Place(long number, String notice) {}

  private final Map<CursorName, Place> places = new ConcurrentHashMap<>();

  /** Guards nothing; is told when acknowledged places have become durable. */
  private final Object written = new Object();

  private final Map<CursorName, Progress> acknowledged = new ConcurrentHashMap<>();

  /** The last acknowledged places that were written, of readers that have acknowledged any. */
  private final Map<CursorName, Long> durable = new ConcurrentHashMap<>();

  /**
   * What is to be written of one reader.
   *
   * @param number everything up to it is done with
   * @param held the new states of what the output holds back, by name; empty for those that are
   *     gone
   */
  record Progress(long number, Map<String, Optional<String>> held) {

    Progress and(Progress later) {
      Map<String, Optional<String>> all = new HashMap<>(held);
      all.putAll(later.held);
      return new Progress(Math.max(number, later.number), Map.copyOf(all));
    }
  }

  Cursors(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SELECT output, reader, seq, notice FROM cursors")) {
      while (rows.next()) {
        places.put(
            new CursorName(rows.getString(1), rows.getString(2)),
            new Place(rows.getLong(3), rows.getString(4)));
      }
    }
  }

  Optional<Place> place(CursorName name) {
    return Optional.ofNullable(places.get(name));
  }

  /** All names, and how far each has come. */
  Map<CursorName, Place> all() {
    return Map.copyOf(places);
  }

  /** Remembers progress, to be written soon; a place never goes back. */
  void acknowledge(CursorName name, Progress progress) {
    if (places.containsKey(name)) {
      moved(name, progress.number());
      acknowledged.merge(name, progress, Progress::and);
    }
  }

  /**
   * Waits until what was acknowledged for a name is durable up to a number, or all of it; whether
   * it is.
   */
  boolean awaitDurable(CursorName name, long number, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (written) {
      while (acknowledged.containsKey(name)
          && durable.getOrDefault(name, Long.MIN_VALUE) < number) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        written.wait(left);
      }
    }
    return true;
  }

  /** On the store's thread, within its transaction: what is to be written and was not yet. */
  Map<CursorName, Progress> write(Connection connection) throws SQLException {
    Map<CursorName, Progress> batch = new HashMap<>(acknowledged);
    for (Map.Entry<CursorName, Progress> entry : batch.entrySet()) {
      move(connection, entry.getKey(), entry.getValue().number());
      hold(connection, entry.getKey().output(), entry.getValue().held());
    }
    return batch;
  }

  private static void hold(
      Connection connection, String output, Map<String, Optional<String>> states)
      throws SQLException {
    if (states.isEmpty()) {
      return;
    }
    try (PreparedStatement put =
            connection.prepareStatement("INSERT OR REPLACE INTO held_back VALUES (?,?,?)");
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM held_back WHERE output = ? AND name = ?")) {
      for (Map.Entry<String, Optional<String>> state : states.entrySet()) {
        PreparedStatement change = state.getValue().isPresent() ? put : delete;
        change.setString(1, output);
        change.setString(2, state.getKey());
        if (state.getValue().isPresent()) {
          change.setString(3, state.getValue().get());
        }
        change.executeUpdate();
      }
    }
  }

  /**
   * On the store's thread, within its transaction: moves a place forward; false if none is kept.
   */
  static boolean move(Connection connection, CursorName name, long number) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE cursors SET seq = max(seq, ?), notice = '' WHERE output = ? AND reader = ?")) {
      update.setLong(1, number);
      update.setString(2, name.output());
      update.setString(3, name.reader());
      return update.executeUpdate() == 1;
    }
  }

  /** A place that {@link #move} has made durable. */
  void moved(CursorName name, long number) {
    places.computeIfPresent(
        name, (_, place) -> number < place.number() ? place : new Place(number, ""));
  }

  /** On the store's thread: these are durable. */
  void written(Map<CursorName, Progress> batch) {
    batch.forEach((name, progress) -> durable.merge(name, progress.number(), Math::max));
    // What was acknowledged meanwhile holds all of the batch and more, and stays to be written.
    batch.forEach(acknowledged::remove);
    synchronized (written) {
      written.notifyAll();
    }
  }

  /** On the store's thread, within its transaction: makes a place unless it is there. */
  static void create(Connection connection, CursorName name, Place place) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO cursors(output, reader, seq, notice) VALUES (?,?,?,?)")) {
      insert.setString(1, name.output());
      insert.setString(2, name.reader());
      insert.setLong(3, place.number());
      insert.setString(4, place.notice());
      insert.executeUpdate();
    }
  }

  /** A place that {@link #create} has made durable. */
  void created(CursorName name, Place place) {
    places.putIfAbsent(name, place);
  }

  /** On the store's thread, within its transaction: forgets a place. */
  static void forget(Connection connection, CursorName name) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM cursors WHERE output = ? AND reader = ?")) {
      delete.setString(1, name.output());
      delete.setString(2, name.reader());
      delete.executeUpdate();
    }
    if (name.reader().isEmpty()) {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM held_back WHERE output = ?")) {
        delete.setString(1, name.output());
        delete.executeUpdate();
      }
    }
  }

  /** A place that {@link #forget} has made durable. */
  void forgotten(CursorName name) {
    places.remove(name);
    acknowledged.remove(name);
    durable.remove(name);
  }
}
