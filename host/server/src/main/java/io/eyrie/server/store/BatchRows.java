// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.server.alert.AlertRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what one transaction of the store says; its statements are prepared once. For one thread.
 */
final class BatchRows implements AutoCloseable {

  private final Connection connection;
  private final AlertRows.Inserter inserter;
  private final Kinds kinds;
  private final Map<PositionKey, String> positions = new LinkedHashMap<>();
  private final Set<String> covered = new HashSet<>();
  private final Map<String, Long> uncovered = new HashMap<>();
  private final long now;
  private long last;

  private record PositionKey(String instance, String partition) {}

  /**
   * Begins within a transaction.
   *
   * @param last the number of the last alert stored
   * @param now nanoseconds since the epoch
   */
  BatchRows(Connection connection, long last, Kinds kinds, long now) throws SQLException {
    this.connection = connection;
    this.kinds = kinds;
    this.inserter = new AlertRows.Inserter(connection);
    this.last = last;
    this.now = now;
  }

  boolean add(AlertRecord alert, List<StoredAlert> added) throws SQLException {
    if (!inserter.insert(last + 1, alert, now, kinds.number(connection, alert))) {
      return false;
    }
    added.add(new StoredAlert(++last, alert));
    return true;
  }

  /** The alert that was just added lies beyond the instance's position, as yet. */
  void uncovered(String instance) {
    uncovered.putIfAbsent(instance, last);
  }

  /** Of one partition only the last position of the batch is written. */
  void position(String instance, Position position) {
    positions.put(new PositionKey(instance, position.partition()), position.cursor());
    covered.add(instance);
    uncovered.remove(instance);
  }

  void forget(String instance, String partition) throws SQLException {
    positions.remove(new PositionKey(instance, partition));
    update("DELETE FROM positions WHERE instance = ? AND place = ?", instance, partition);
  }

  void fold(String instance, String key, String state) throws SQLException {
    update("INSERT OR REPLACE INTO folds VALUES (?,?,?)", instance, key, state);
  }

  void unfold(String instance, String key) throws SQLException {
    update("DELETE FROM folds WHERE instance = ? AND name = ?", instance, key);
  }

  void finish() throws SQLException {
    for (Map.Entry<PositionKey, String> entry : positions.entrySet()) {
      PositionKey key = entry.getKey();
      update(
          "INSERT OR REPLACE INTO positions VALUES (?,?,?)",
          key.instance(),
          key.partition(),
          entry.getValue());
    }
    for (String instance : covered) {
      forget(instance, StoredPositions.UNCOVERED);
    }
    for (Map.Entry<String, Long> first : uncovered.entrySet()) {
      update(
          "INSERT OR IGNORE INTO positions VALUES (?,?,?)",
          first.getKey(),
          StoredPositions.UNCOVERED,
          Long.toString(first.getValue()));
    }
  }

  private void update(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    inserter.close();
  }
}
