// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries over what can still be read of a damaged database into a new one: positions, places,
 * counts and dead letters as far as they go, and every sound alert under its old number.
 *
 * <p>Where a part of the alerts can't be read, it is passed by in steps that grow; what is sound
 * behind it is found again. As long as the old numbering is known, tokens and places stay good, and
 * readers meet what is missing as a gap in its place, counted.
 */
final class Salvage {

  private static final Logger LOG = LoggerFactory.getLogger(Salvage.class);

  private static final int PAGE = 500;
  private static final List<String> TABLES =
      List.of("positions", "folds", "cursors", "held_back", "holes", "dead");

  private final Path damaged;
  private final Connection to;
  private final Kinds kinds = new Kinds();
  private long alerts;

  /**
   * @param damaged the file that was set aside
   * @param to a new database with its tables
   */
  Salvage(Path damaged, Connection to) {
    this.damaged = damaged;
    this.to = to;
  }

  /**
   * Carries over what there is.
   *
   * @return whether the numbering goes on; if not, only positions and names of places could be kept
   */
  boolean run() throws SQLException {
    try (Connection from = Database.connection(damaged);
        Statement sql = from.createStatement()) {
      long epoch = Database.number(sql, "SELECT value FROM meta WHERE name = 'epoch'");
      long last = Database.number(sql, "SELECT value FROM meta WHERE name = 'last'");
      if (epoch == 0 || Database.number(sql, "PRAGMA user_version") != Schema.VERSION) {
        return false;
      }
      try (Statement change = to.createStatement()) {
        change.execute("BEGIN IMMEDIATE");
        change.execute("UPDATE meta SET value = " + epoch + " WHERE name = 'epoch'");
        change.execute("UPDATE meta SET value = " + last + " WHERE name = 'last'");
        for (String table : TABLES) {
          copy(from, table);
        }
        copyAlerts(from, last);
        change.execute("COMMIT");
      }
      LOG.info("{} of the alerts up to number {} could be carried over", alerts, last);
      return true;
    } catch (SQLException | RuntimeException e) {
      LOG.warn("what remains of {} can't be carried over whole: {}", damaged, e.getMessage());
      LOG.debug("carrying over", e);
      rollBack();
      return false;
    }
  }

  private void rollBack() {
    try (Statement sql = to.createStatement()) {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("rollback", e);
    }
  }

  /** Rows up to the first that can't be read; the tables are small and of few pages. */
  private void copy(Connection from, String table) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    String columns = "";
    try (Statement sql = from.createStatement();
        ResultSet row = sql.executeQuery("SELECT * FROM " + table)) {
      ResultSetMetaData shape = row.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= shape.getColumnCount(); i++) {
        names.add(shape.getColumnName(i));
      }
      columns = String.join(",", names);
      while (row.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= names.size(); i++) {
          values.add(row.getObject(i));
        }
        rows.add(values);
      }
    } catch (SQLException e) {
      LOG.warn("{}: the table {} can't be read whole: {}", damaged, table, e.getMessage());
    }
    if (rows.isEmpty()) {
      return;
    }
    String marks = String.join(",", rows.getFirst().stream().map(_ -> "?").toList());
    try (PreparedStatement insert =
        to.prepareStatement(
            String.format(
                Locale.ROOT, "INSERT OR IGNORE INTO %s(%s) VALUES (%s)", table, columns, marks))) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          insert.setObject(i + 1, row.get(i));
        }
        insert.executeUpdate();
      }
    }
  }

  private void copyAlerts(Connection from, long last) throws SQLException {
    long after = 0;
    long step = 1;
    try (AlertRows.Inserter inserter = new AlertRows.Inserter(to)) {
      while (after < last) {
        try {
          long reached = copyPage(from, after, inserter);
          if (reached == after) {
            return;
          }
          step = 1;
          after = reached;
        } catch (SQLException e) {
          LOG.debug("{}: alerts behind number {}", damaged, after, e);
          after += step;
          step = Math.min(2 * step, PAGE);
        }
      }
    }
    kinds.committed();
  }

  /** The number of the last alert that was read; the same when there are none. */
  private long copyPage(Connection from, long after, AlertRows.Inserter inserter)
      throws SQLException {
    long reached = after;
    try (AlertRows.Everything rows = new AlertRows.Everything(from, after, PAGE)) {
      while (rows.next()) {
        reached = rows.number();
        if (rows.alert().isPresent()) {
          inserter.insert(
              reached,
              rows.alert().get(),
              rows.storedNanos(),
              kinds.number(to, rows.alert().get()));
          alerts++;
        }
      }
    } catch (SQLException e) {
      if (reached == after) {
        throw e;
      }
      LOG.debug("{}: a page ends at number {}", damaged, reached, e);
    }
    return reached;
  }
}
