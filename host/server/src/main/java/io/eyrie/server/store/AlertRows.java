// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertJson;
import io.eyrie.server.alert.AlertRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts as rows of the table {@code alerts} and back.
 *
 * <p>A row holds the JSON line and beside it what that does not say (number, instance, revision,
 * when it was stored, the order of the fields) or what is asked for by SQL (time, rule, priority,
 * source, kind). A check sum over all of it finds what a disk has changed. The message is what
 * follows time and priority in the line for people.
 */
final class AlertRows {

  private static final Logger LOG = LoggerFactory.getLogger(AlertRows.class);

  /** By their place in this list, which is part of the schema, priorities are stored. */
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private static final int CLOCK_LENGTH = "HH:mm:ss.nnnnnnnnn: ".length();
  private static final String COLUMNS =
      "seq, id, time_ns, rule, priority, source, instance, revision, field_order, json, crc";

  private AlertRows() {}

  /** The number by which a priority is stored: 0 for the most severe. */
  static int number(Priority priority) {
    return PRIORITIES.indexOf(priority);
  }

  /** The priority of a stored number. */
  static Priority priority(int number) {
    return PRIORITIES.get(number);
  }

  /** Inserts alerts over one prepared statement; an identity that is stored is left alone. */
  static final class Inserter implements AutoCloseable {

    private final PreparedStatement insert;

    Inserter(Connection connection) throws SQLException {
      insert =
          connection.prepareStatement(
              "INSERT OR IGNORE INTO alerts("
                  + COLUMNS
                  + ", stored_ns, kind) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    }

    /** Whether it was not stored before. */
    boolean insert(long number, AlertRecord alert, long storedNanos, long kind)
        throws SQLException {
      insert.setLong(1, number);
      insert.setBytes(2, HexFormat.of().parseHex(alert.id()));
      insert.setLong(3, alert.timeNanos());
      insert.setString(4, alert.rule());
      insert.setInt(5, number(alert.priority()));
      insert.setString(6, alert.source());
      insert.setString(7, alert.instance());
      insert.setString(8, alert.revision());
      String order = order(alert.fields());
      insert.setString(9, order);
      insert.setString(10, alert.json());
      insert.setLong(11, checksum(alert, order));
      insert.setLong(12, storedNanos);
      insert.setLong(13, kind);
      return insert.executeUpdate() == 1;
    }

    @Override
    public void close() throws SQLException {
      insert.close();
    }
  }

  /** Looks alerts up by their numbers, over one prepared statement. */
  static final class Lookup implements AutoCloseable {

    private final PreparedStatement query;

    Lookup(Connection connection) throws SQLException {
      query = connection.prepareStatement("SELECT " + COLUMNS + " FROM alerts WHERE seq = ?");
    }

    /** The alert of a number; empty when it is gone. */
    Optional<AlertRecord> alert(long number) throws SQLException {
      query.setLong(1, number);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? read(row) : Optional.empty();
      }
    }

    @Override
    public void close() throws SQLException {
      query.close();
    }
  }

  /**
   * Alerts behind a number with when they were stored, row by row; damaged ones without content.
   */
  static final class Everything implements AutoCloseable {

    private final PreparedStatement query;
    private final ResultSet rows;
    private Optional<AlertRecord> alert = Optional.empty();

    Everything(Connection connection, long after, int max) throws SQLException {
      query =
          connection.prepareStatement(
              "SELECT "
                  + COLUMNS
                  + ", stored_ns FROM alerts WHERE seq > ? ORDER BY seq LIMIT "
                  + max);
      query.setLong(1, after);
      rows = query.executeQuery();
    }

    boolean next() throws SQLException {
      boolean more = rows.next();
      alert = more ? read(rows) : Optional.empty();
      return more;
    }

    long number() throws SQLException {
      return rows.getLong(1);
    }

    Optional<AlertRecord> alert() {
      return alert;
    }

    long storedNanos() throws SQLException {
      return rows.getLong("stored_ns");
    }

    @Override
    public void close() throws SQLException {
      query.close();
    }
  }

  /** The alerts behind one number and up to another, at most so many; damaged ones are left out. */
  static List<StoredAlert> page(Connection connection, long after, long upTo, int max)
      throws SQLException {
    List<StoredAlert> page = new ArrayList<>();
    long from = after;
    while (page.isEmpty() && from < upTo) {
      long read = read(connection, from, upTo, max, page);
      if (read == from) {
        break;
      }
      from = read;
    }
    return page;
  }

  /** Adds what is sound of the next rows; the number of the last one that was looked at. */
  private static long read(
      Connection connection, long after, long upTo, int max, List<StoredAlert> page)
      throws SQLException {
    long last = after;
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT " + COLUMNS + " FROM alerts WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?")) {
      query.setLong(1, after);
      query.setLong(2, upTo);
      query.setInt(3, max);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          long number = rows.getLong(1);
          last = number;
          read(rows).ifPresent(alert -> page.add(new StoredAlert(number, alert)));
        }
      }
      return last;
    }
  }

  static Optional<AlertRecord> find(Connection connection, byte[] id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM alerts WHERE id = ?")) {
      query.setBytes(1, id);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? read(rows) : Optional.empty();
      }
    }
  }

  /** Reads an alert from a row that has {@link #COLUMNS} first; empty when it is damaged. */
  static Optional<AlertRecord> read(ResultSet row) throws SQLException {
    try {
      String order = row.getString(9);
      AlertRecord alert =
          alert(
              HexFormat.of().formatHex(row.getBytes(2)),
              row.getLong(3),
              row.getString(4),
              priority(row.getInt(5)),
              row.getString(6),
              row.getString(7),
              row.getString(8),
              order,
              row.getString(10));
      long checksum = row.getLong(11);
      if (row.wasNull() || checksum == checksum(alert, order)) {
        return Optional.of(alert);
      }
      LOG.error(
          "alert {} of the store is damaged and left out: its check sum is wrong", row.getLong(1));
    } catch (RuntimeException e) {
      LOG.error("alert {} of the store is damaged and left out", row.getLong(1), e);
    }
    return Optional.empty();
  }

  private static long checksum(AlertRecord alert, String order) {
    CRC32C crc = new CRC32C();
    for (String part :
        List.of(
            alert.id(),
            alert.rule(),
            alert.source(),
            alert.instance(),
            alert.revision(),
            order,
            alert.json())) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      crc.update(bytes);
      // Where a part ends is part of what is summed up.
      crc.update(0);
    }
    crc.update(number(alert.priority()));
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, alert.timeNanos()));
    return crc.getValue();
  }

  /** The alert of a JSON line and what stands beside it. */
  static AlertRecord alert(
      String id,
      long timeNanos,
      String rule,
      Priority priority,
      String source,
      String instance,
      String revision,
      String fieldOrder,
      String json) {
    AlertJson.Parts parts = AlertJson.decode(json);
    return new AlertRecord(
        id,
        timeNanos,
        rule,
        priority,
        source,
        instance,
        parts.tags(),
        parts.hostname(),
        parts.output().substring(CLOCK_LENGTH + priority.label().length() + 1),
        parts.output(),
        reorder(parts.fields(), fieldOrder),
        revision,
        json);
  }

  /** The fields' places among their sorted names, such as {@code 2,0,1}; empty when sorted. */
  private static String order(Map<String, @Nullable Object> fields) {
    String[] sorted = new TreeSet<>(fields.keySet()).toArray(String[]::new);
    StringBuilder order = new StringBuilder();
    boolean inOrder = true;
    int i = 0;
    for (String name : fields.keySet()) {
      int place = Arrays.binarySearch(sorted, name);
      inOrder &= place == i++;
      order.append(order.isEmpty() ? "" : ",").append(place);
    }
    return inOrder ? "" : order.toString();
  }

  private static Map<String, @Nullable Object> reorder(
      Map<String, @Nullable Object> sorted, String order) {
    if (order.isEmpty()) {
      return sorted;
    }
    List<String> names = List.copyOf(sorted.keySet());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String place : order.split(",", -1)) {
      String name = names.get(Integer.parseInt(place));
      fields.put(name, sorted.get(name));
    }
    return fields;
  }
}
