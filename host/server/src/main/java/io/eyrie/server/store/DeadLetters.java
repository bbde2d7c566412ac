// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.server.alert.AlertRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The alerts that outputs could not deliver, kept with the reason until somebody decides.
 *
 * <p>Each output keeps the newest 10,000; safe for several threads.
 */
public final class DeadLetters {

  private static final int KEPT = 10_000;

  private static final String CHOSEN =
      "(?1 = '' OR output = ?1) AND (?2 = '' OR instr(?2, ',' || number || ',') > 0)";

  private final AlertStore store;

  DeadLetters(AlertStore store) {
    this.store = store;
  }

  /**
   * Sets an alert aside; durable when this returns.
   *
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public void bury(String output, AlertRecord alert, String reason) throws InterruptedException {
    store.call(connection -> {
      try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO dead(output, since_ns, reason, id, time_ns, rule, priority,
                    source, instance, revision, json) VALUES (?,?,?,?,?,?,?,?,?,?,?)\
                  """);
          PreparedStatement trim =
              connection.prepareStatement(
                  """
                  DELETE FROM dead WHERE output = ?1 AND number <= (
                    SELECT number FROM dead WHERE output = ?1
                    ORDER BY number DESC LIMIT 1 OFFSET ?2)\
                  """)) {
        insert.setString(1, output);
        insert.setLong(2, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        insert.setString(3, reason);
        insert.setString(4, alert.id());
        insert.setLong(5, alert.timeNanos());
        insert.setString(6, alert.rule());
        insert.setInt(7, AlertRows.number(alert.priority()));
        insert.setString(8, alert.source());
        insert.setString(9, alert.instance());
        insert.setString(10, alert.revision());
        insert.setString(11, alert.json());
        insert.executeUpdate();
        trim.setString(1, output);
        trim.setInt(2, KEPT);
        trim.executeUpdate();
      }
    });
  }

  /**
   * The oldest of them.
   *
   * @param output those of this output; of all for the empty text
   * @param numbers those of these numbers; all for an empty collection
   */
  public List<DeadLetter> list(String output, Collection<Long> numbers, int max) {
    return store.read(connection -> {
      List<DeadLetter> letters = new ArrayList<>();
      try (PreparedStatement query =
          connection.prepareStatement(
              """
              SELECT number, output, reason, since_ns, id, time_ns, rule, priority, source,
                instance, revision, json
              FROM dead WHERE \
              """
                  + CHOSEN
                  + " ORDER BY number LIMIT ?3")) {
        query.setString(1, output);
        query.setString(2, joined(numbers));
        query.setInt(3, max);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            letters.add(
                new DeadLetter(
                    rows.getLong("number"),
                    rows.getString("output"),
                    alert(rows),
                    rows.getString("reason"),
                    rows.getLong("since_ns")));
          }
        }
      }
      return letters;
    });
  }

  /** How many there are of an output. */
  public long count(String output) {
    return store.read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT count(*) FROM dead WHERE output = ?")) {
        query.setString(1, output);
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? row.getLong(1) : 0L;
        }
      }
    });
  }

  /**
   * Removes them for good.
   *
   * @param output those of this output; of all for the empty text
   * @param numbers those of these numbers; all for an empty collection
   * @return how many there were
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public int drop(String output, Collection<Long> numbers) throws InterruptedException {
    AtomicInteger dropped = new AtomicInteger();
    store.call(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM dead WHERE " + CHOSEN)) {
        delete.setString(1, output);
        delete.setString(2, joined(numbers));
        dropped.set(delete.executeUpdate());
      }
    });
    return dropped.get();
  }

  /**
   * Notes why one was refused once more.
   *
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public void refusedAgain(long number, String reason) throws InterruptedException {
    store.call(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE dead SET reason = ? WHERE number = ?")) {
        update.setString(1, reason);
        update.setLong(2, number);
        update.executeUpdate();
      }
    });
  }

  /** Numbers between commas, as {@link #CHOSEN} looks for one. */
  private static String joined(Collection<Long> numbers) {
    return numbers.isEmpty()
        ? ""
        : numbers.stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
  }

  private static AlertRecord alert(ResultSet row) throws SQLException {
    return AlertRows.alert(
        row.getString("id"),
        row.getLong("time_ns"),
        row.getString("rule"),
        AlertRows.priority(row.getInt("priority")),
        row.getString("source"),
        row.getString("instance"),
        row.getString("revision"),
        "",
        row.getString("json"));
  }
}
