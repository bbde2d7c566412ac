// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.server.home.HomeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file of the store: opened with its integrity checked, one connection for the writing
 * thread and one for all readers.
 *
 * <p>A file that is damaged is set aside under another name, never deleted, and a new one with a
 * new epoch begins; the positions of sources and the places of readers are carried over as far as
 * they can still be read.
 */
final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final String FILE = "alerts.db";
  private static final int SCHEMA = 1;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final List<String> TABLES =
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

  /** Reads over the readers' connection. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final ReentrantLock readLock = new ReentrantLock();
  private final long epoch;
  private final boolean setAside;

  private Database(Path file, Connection writer, Connection reader, long epoch, boolean setAside) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.epoch = epoch;
    this.setAside = setAside;
  }

  /**
   * Opens the database of a home, or makes it.
   *
   * @throws HomeException if it can't be read or written, or is of a newer version
   */
  static Database open(Path home) throws HomeException {
    Path file = home.resolve(FILE);
    try {
      Files.createDirectories(home);
      Optional<String> damage = damage(file);
      if (damage.isEmpty()) {
        return connect(file, false);
      }
      Remains remains = Remains.of(file);
      Path kept = setAside(file);
      LOG.error(
          "alert store {} is damaged ({}): it was set aside as {} and a new one begun."
              + " Its alerts are missing from the log and outputs are told so;"
              + " {} positions of sources were carried over",
          file,
          damage.get(),
          kept.getFileName(),
          remains.positions().size());
      Database fresh = connect(file, true);
      remains.carryOver(fresh.writer, kept);
      return fresh;
    } catch (SQLException e) {
      throw new HomeException(problem(file, e), e);
    } catch (IOException e) {
      throw new HomeException(
          "alert store %s can't be used (%s): give user %s write access to the folder"
              .formatted(file, e.getMessage(), System.getProperty("user.name")),
          e);
    }
  }

  private static Database connect(Path file, boolean setAside) throws SQLException, HomeException {
    Connection writer = connection(file);
    try {
      try (Statement sql = writer.createStatement()) {
        sql.execute("PRAGMA journal_mode=WAL");
        sql.execute("PRAGMA synchronous=FULL");
        // After a burst the log file shrinks again to this.
        sql.execute("PRAGMA journal_size_limit=16777216");
      }
      createOrCheck(file, writer);
      Connection reader = connection(file);
      try (Statement sql = reader.createStatement()) {
        sql.execute("PRAGMA query_only=ON");
      }
      return new Database(file, writer, reader, meta(writer, "epoch"), setAside);
    } catch (SQLException | HomeException e) {
      writer.close();
      throw e;
    }
  }

  private static Connection connection(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try (Statement sql = connection.createStatement()) {
      sql.execute("PRAGMA busy_timeout=5000");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static void createOrCheck(Path file, Connection writer)
      throws SQLException, HomeException {
    try (Statement sql = writer.createStatement()) {
      int version = (int) number(sql, "PRAGMA user_version");
      if (version > SCHEMA) {
        throw new HomeException(
            "alert store %s is of a newer eyrie (schema %d, this one knows %d): use that eyrie, or name another home with 'home:' in eyrie.yaml"
                .formatted(file, version, SCHEMA),
            null);
      }
      if (version == SCHEMA) {
        return;
      }
      sql.execute("BEGIN IMMEDIATE");
      for (String table : TABLES) {
        sql.execute(table);
      }
      sql.execute("INSERT INTO meta VALUES ('epoch', " + new SecureRandom().nextLong() + ")");
      sql.execute("INSERT INTO meta VALUES ('last', 0)");
      sql.execute("PRAGMA user_version=" + SCHEMA);
      sql.execute("COMMIT");
    }
  }

  /** What is wrong with an existing file, if it is no sound database. */
  private static Optional<String> damage(Path file) throws SQLException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Connection connection = connection(file);
        Statement sql = connection.createStatement();
        ResultSet answer = sql.executeQuery("PRAGMA quick_check(1)")) {
      String word = answer.next() ? answer.getString(1) : "no answer";
      return word.equals("ok")
          ? Optional.empty()
          : Optional.of(word.lines().findFirst().orElse(word));
    } catch (SQLException e) {
      if (damaged(e)) {
        return Optional.of(plain(e));
      }
      throw e;
    }
  }

  private static boolean damaged(SQLException e) {
    return switch (primary(e)) {
      case 11, 26 -> true; // SQLITE_CORRUPT, SQLITE_NOTADB
      default -> false;
    };
  }

  private static Path setAside(Path file) throws IOException {
    String stamp = STAMP.format(Instant.now());
    Path kept = file.resolveSibling(FILE + ".damaged-" + stamp);
    for (int i = 1; Files.exists(kept); i++) {
      kept = file.resolveSibling(FILE + ".damaged-" + stamp + "-" + i);
    }
    for (String suffix : List.of("-wal", "-shm", "")) {
      try {
        Files.move(
            file.resolveSibling(FILE + suffix),
            kept.resolveSibling(kept.getFileName() + suffix),
            StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException _) {
        // A database that was closed has no such file beside it.
      }
    }
    return kept;
  }

  /** The one connection that writes; for the store's thread alone, once it runs. */
  Connection writer() {
    return writer;
  }

  /** Reads; one reader at a time, and no transaction stays open behind it. */
  <T> T read(Query<T> query) throws SQLException {
    readLock.lock();
    try {
      return query.run(reader);
    } finally {
      readLock.unlock();
    }
  }

  /** Tells this database from every other. */
  long epoch() {
    return epoch;
  }

  /** Whether a damaged one was set aside for it just now. */
  boolean replacesDamaged() {
    return setAside;
  }

  /** The number of the last alert ever stored. */
  long last() throws SQLException {
    return meta(writer, "last");
  }

  /** How much of the file is in use. */
  static long usedBytes(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      return (number(sql, "PRAGMA page_count") - number(sql, "PRAGMA freelist_count"))
          * number(sql, "PRAGMA page_size");
    }
  }

  static long number(Statement sql, String query) throws SQLException {
    try (ResultSet answer = sql.executeQuery(query)) {
      return answer.next() ? answer.getLong(1) : 0;
    }
  }

  private static long meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      query.setString(1, name);
      try (ResultSet answer = query.executeQuery()) {
        return answer.next() ? answer.getLong(1) : 0;
      }
    }
  }

  /** The message for the operator. */
  String problem(SQLException e) {
    return problem(file, e);
  }

  private static String problem(Path file, SQLException e) {
    String remedy =
        switch (primary(e)) {
          case 13 -> "the disk is full: free some space";
          case 8, 3, 14, 23 ->
              "give user %s write access to the folder and its files"
                  .formatted(System.getProperty("user.name"));
          case 10 -> "look at the disk and the system's log";
          case 11, 26 -> "the file is damaged: restart eyrie, which sets it aside and goes on";
          case 5, 6 -> "end the other program that has it open";
          default -> "look at the disk";
        };
    return "alert store %s can't be written (%s): %s".formatted(file, plain(e), remedy);
  }

  /** SQLite's primary result code; -1 when the exception has none. */
  static int primary(SQLException e) {
    return e instanceof SQLiteException sqlite
            && sqlite.getResultCode() != SQLiteErrorCode.UNKNOWN_ERROR
        ? sqlite.getResultCode().code & 0xFF
        : -1;
  }

  private static String plain(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int open = message.indexOf('(');
    return open >= 0 && message.endsWith(")")
        ? message.substring(open + 1, message.length() - 1)
        : message;
  }

  @Override
  public void close() {
    readLock.lock();
    try {
      reader.close();
      writer.close();
    } catch (SQLException e) {
      LOG.warn("closing the alert store {}: {}", file, plain(e));
    } finally {
      readLock.unlock();
    }
  }

  /** What can still be read of a damaged database. */
  private record Remains(List<Place> positions, List<CursorName> readers) {

    private record Place(String instance, Position position) {}

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
      try (Connection connection = connection(file);
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
}
