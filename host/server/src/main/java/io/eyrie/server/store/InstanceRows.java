// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the store keeps of source instances, by their configured names. Safe for several threads.
 */
public final class InstanceRows implements StoredPositions.Rows {

  /** No source has nearly so many alerts between two of its positions. */
  private static final int MOST_UNCOVERED = 100_000;

  private final AlertStore store;

  InstanceRows(AlertStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> cursor(String instance, String partition) {
    return store.read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT cursor FROM positions WHERE instance = ? AND place = ?")) {
        query.setString(1, instance);
        query.setString(2, partition);
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public List<Position> all(String instance) {
    return store.read(connection -> {
      List<Position> positions = new ArrayList<>();
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT place, cursor FROM positions WHERE instance = ? AND place NOT GLOB 'eyrie:*'"
                  + " ORDER BY place")) {
        query.setString(1, instance);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            positions.add(new Position(rows.getString(1), rows.getString(2)));
          }
        }
      }
      return positions;
    });
  }

  /**
   * The event time of the newest stored alert that an event of this source instance raised,
   * nanoseconds since the epoch; empty when none is stored.
   */
  public OptionalLong newestEventTime(String instance) {
    return store.read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT time_ns FROM alerts WHERE instance = ? ORDER BY seq DESC LIMIT 1")) {
        query.setString(1, instance);
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
      }
    });
  }

  /** The counts of folded alerts that an instance kept when it was last running, by their keys. */
  public Map<String, String> folds(String instance) {
    return store.read(connection -> {
      Map<String, String> folds = new TreeMap<>();
      try (PreparedStatement query =
          connection.prepareStatement("SELECT name, state FROM folds WHERE instance = ?")) {
        query.setString(1, instance);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            folds.put(rows.getString(1), rows.getString(2));
          }
        }
      }
      return folds;
    });
  }

  /**
   * The identities of the alerts of an instance that were stored although the position behind their
   * events was not: when the instance reads on from its position, it raises them again.
   */
  public Set<String> uncovered(String instance) {
    return store.read(connection -> {
      Set<String> ids = new HashSet<>();
      try (PreparedStatement query =
          connection.prepareStatement(
              "SELECT id FROM alerts WHERE instance = ?1 AND seq >="
                  + " (SELECT CAST(cursor AS INTEGER) FROM positions"
                  + " WHERE instance = ?1 AND place = ?2) LIMIT ?3")) {
        query.setString(1, instance);
        query.setString(2, StoredPositions.UNCOVERED);
        query.setInt(3, MOST_UNCOVERED);
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            ids.add(HexFormat.of().formatHex(rows.getBytes(1)));
          }
        }
      }
      return ids;
    });
  }
}
