// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can still be read of a damaged database: the positions of sources and the names of durable
 * readers.
 */
record Remains(List<Place> positions, List<CursorName> readers) {

  private static final Logger LOG = LoggerFactory.getLogger(Remains.class);

  record Place(String instance, Position position) {}

  static Remains of(Path file) {
    List<Place> positions = new ArrayList<>();
    List<CursorName> readers = new ArrayList<>();
    read(
        file,
        "SELECT instance, place, cursor FROM positions",
        row ->
            positions.add(
                new Place(row.getString(1), new Position(row.getString(2), row.getString(3)))));
    read(
        file,
        "SELECT output, reader FROM cursors",
        row -> readers.add(new CursorName(row.getString(1), row.getString(2))));
    return new Remains(positions, readers);
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private static void read(Path file, String query, Row each) {
    try (Connection connection = Database.connection(file);
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        each.take(rows);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.debug("reading what remains of {}", file, e);
    }
  }

  void carryOver(Connection connection, Path kept) throws SQLException {
    try (Statement sql = connection.createStatement();
        PreparedStatement position =
            connection.prepareStatement("INSERT OR REPLACE INTO positions VALUES (?,?,?)");
        PreparedStatement reader =
            connection.prepareStatement(
                "INSERT OR REPLACE INTO cursors(output, reader, seq, notice) VALUES (?,?,0,?)")) {
      sql.execute("BEGIN IMMEDIATE");
      for (Place place : positions) {
        position.setString(1, place.instance());
        position.setString(2, place.position().partition());
        position.setString(3, place.position().cursor());
        position.executeUpdate();
      }
      for (CursorName name : readers) {
        reader.setString(1, name.output());
        reader.setString(2, name.reader());
        reader.setString(3, damageNotice(kept));
        reader.executeUpdate();
      }
      sql.execute("COMMIT");
    }
  }

  private static String damageNotice(Path kept) {
    return "the alert store was damaged and set aside as " + kept.getFileName();
  }
}
