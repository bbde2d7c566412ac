// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertJson;
import io.eyrie.server.alert.AlertRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The kinds of stored alerts: rule, priority, source and tags, which all alerts of one rule share,
 * each under a number that stands in the alert's row and in the index for searches.
 *
 * <p>There are as many as rules have raised alerts, so they are held in memory. For the store's
 * thread alone, static methods aside.
 */
final class Kinds {

  private record Kind(String rule, Priority priority, String source, List<String> tags) {}

  private final Map<Kind, Long> known = new HashMap<>();

  /** Kinds that the transaction at hand has added. */
  private final Map<Kind, Long> added = new HashMap<>();

  /** Removes the kinds of which no alert is stored any more. */
  static void prune(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          "DELETE FROM kinds WHERE NOT EXISTS"
              + " (SELECT 1 FROM alerts WHERE alerts.kind = kinds.kind)");
    }
  }

  /** The numbers of the kinds that a filter wants. */
  static List<Long> wanted(Connection connection, AlertFilter filter) throws SQLException {
    List<Long> wanted = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery("SELECT kind, rule, priority, source, tags FROM kinds")) {
      while (rows.next()) {
        if (filter.matchesRule(
            rows.getString(2),
            AlertRows.priority(rows.getInt(3)),
            rows.getString(4),
            AlertJson.texts(rows.getString(5)))) {
          wanted.add(rows.getLong(1));
        }
      }
    }
    return wanted;
  }

  /** Within a transaction: the number of an alert's kind, which is added when it is new. */
  long number(Connection connection, AlertRecord alert) throws SQLException {
    Kind kind = new Kind(alert.rule(), alert.priority(), alert.source(), alert.tags());
    Long number = known.getOrDefault(kind, added.get(kind));
    if (number == null) {
      number = insert(connection, kind);
      added.put(kind, number);
    }
    return number;
  }

  private static long insert(Connection connection, Kind kind) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT OR IGNORE INTO kinds(rule, priority, source, tags) VALUES (?,?,?,?)");
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT kind FROM kinds WHERE rule = ? AND priority = ? AND source = ?"
                    + " AND tags = ?")) {
      for (PreparedStatement statement : List.of(insert, query)) {
        statement.setString(1, kind.rule());
        statement.setInt(2, AlertRows.number(kind.priority()));
        statement.setString(3, kind.source());
        statement.setString(4, AlertJson.texts(kind.tags()));
      }
      insert.executeUpdate();
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The transaction is durable. */
  void committed() {
    known.putAll(added);
    added.clear();
  }

  /** The transaction was rolled back, or begins. */
  void rolledBack() {
    added.clear();
  }
}
