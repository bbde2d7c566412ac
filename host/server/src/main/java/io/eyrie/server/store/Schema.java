// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.server.home.HomeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of the store, by versions: what each version changed, applied in order to a file of
 * any earlier one.
 *
 * <p>{@code PRAGMA user_version} holds the version of a file. Each step is one transaction, so that
 * a kill leaves the version before it or the one behind it. A step that was released is never
 * changed.
 */
final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final List<String> FIRST =
      List.of(
          "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
          """
          CREATE TABLE alerts(
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            stored_ns INTEGER NOT NULL,
            time_ns INTEGER NOT NULL,
            rule TEXT NOT NULL,
            priority INTEGER NOT NULL,
            source TEXT NOT NULL,
            instance TEXT NOT NULL,
            revision TEXT NOT NULL,
            field_order TEXT NOT NULL,
            json TEXT NOT NULL)\
          """,
          "CREATE INDEX alerts_below_critical ON alerts(seq) WHERE priority > 2",
          """
          CREATE TABLE positions(
            instance TEXT NOT NULL,
            place TEXT NOT NULL,
            cursor TEXT NOT NULL,
            PRIMARY KEY(instance, place)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE folds(
            instance TEXT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            PRIMARY KEY(instance, name)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE cursors(
            output TEXT NOT NULL,
            reader TEXT NOT NULL,
            seq INTEGER NOT NULL,
            missed INTEGER NOT NULL DEFAULT 0,
            notice TEXT NOT NULL DEFAULT '',
            PRIMARY KEY(output, reader)) WITHOUT ROWID\
          """,
          """
          CREATE TABLE holes(
            first_seq INTEGER PRIMARY KEY,
            last_seq INTEGER NOT NULL,
            from_ns INTEGER NOT NULL,
            to_ns INTEGER NOT NULL)\
          """,
          """
          CREATE TABLE dead(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            output TEXT NOT NULL,
            since_ns INTEGER NOT NULL,
            reason TEXT NOT NULL,
            id TEXT NOT NULL,
            time_ns INTEGER NOT NULL,
            rule TEXT NOT NULL,
            priority INTEGER NOT NULL,
            source TEXT NOT NULL,
            instance TEXT NOT NULL,
            revision TEXT NOT NULL,
            json TEXT NOT NULL)\
          """);

  /**
   * Kinds of alerts: what all alerts of a rule have in common, by which they are searched. One
   * index serves rule, priority, source, tags and time.
   */
  private static final List<String> KINDS =
      List.of(
          """
          CREATE TABLE kinds(
            kind INTEGER PRIMARY KEY,
            rule TEXT NOT NULL,
            priority INTEGER NOT NULL,
            source TEXT NOT NULL,
            tags TEXT NOT NULL,
            UNIQUE(rule, priority, source, tags))\
          """,
          """
          INSERT INTO kinds(rule, priority, source, tags)
            SELECT DISTINCT rule, priority, source, coalesce(json_extract(json, '$.tags'), '[]')
            FROM alerts\
          """,
          "ALTER TABLE alerts ADD COLUMN kind INTEGER NOT NULL DEFAULT 0",
          """
          UPDATE alerts SET kind = (
            SELECT kinds.kind FROM kinds
            WHERE kinds.rule = alerts.rule AND kinds.priority = alerts.priority
              AND kinds.source = alerts.source
              AND kinds.tags = coalesce(json_extract(alerts.json, '$.tags'), '[]'))\
          """,
          "CREATE INDEX alerts_kind ON alerts(kind, time_ns)");

  /** What delivery keeps with the place of an output: counts of what it holds back, by name. */
  private static final List<String> HELD_BACK =
      List.of(
          """
          CREATE TABLE held_back(
            output TEXT NOT NULL,
            name TEXT NOT NULL,
            state TEXT NOT NULL,
            PRIMARY KEY(output, name)) WITHOUT ROWID\
          """);

  /** A check sum over what a row says; none in rows of before. */
  private static final List<String> CHECKED = List.of("ALTER TABLE alerts ADD COLUMN crc INTEGER");

  private static final List<List<String>> STEPS = List.of(FIRST, KINDS, HELD_BACK, CHECKED);

  /** The newest version. */
  static final int VERSION = STEPS.size();

  private Schema() {}

  /**
   * Brings a file to the newest version, or makes the tables of an empty one.
   *
   * @throws HomeException if the file is of a newer version than this one knows
   */
  static void bring(Path file, Connection connection) throws SQLException, HomeException {
    try (Statement sql = connection.createStatement()) {
      int version = (int) Database.number(sql, "PRAGMA user_version");
      if (version > STEPS.size()) {
        throw new HomeException(
            "alert store %s is of a newer eyrie (schema %d, this one knows %d): use that eyrie, or name another home with 'home:' in eyrie.yaml"
                .formatted(file, version, STEPS.size()),
            null);
      }
      if (version > 0 && version < STEPS.size()) {
        LOG.info("alert store {} is brought from schema {} to {}", file, version, STEPS.size());
      }
      for (int step = version; step < STEPS.size(); step++) {
        sql.execute("BEGIN IMMEDIATE");
        for (String change : STEPS.get(step)) {
          sql.execute(change);
        }
        if (step == 0) {
          sql.execute("INSERT INTO meta VALUES ('epoch', " + new SecureRandom().nextLong() + ")");
          sql.execute("INSERT INTO meta VALUES ('last', 0)");
        }
        sql.execute("PRAGMA user_version=" + (step + 1));
        sql.execute("COMMIT");
      }
    }
  }
}
