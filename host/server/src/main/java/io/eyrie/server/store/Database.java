// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.server.home.HomeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Reads over the readers' connection. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Connection writer;
  private final ReadConnection readers;
  private final ReadConnection searches;
  private final long epoch;
  private final boolean setAside;

  private Database(Path file, Connection writer, long epoch, boolean setAside) {
    this.file = file;
    this.writer = writer;
    this.readers = new ReadConnection(file);
    this.searches = new ReadConnection(file);
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
      Database repaired = repair(file, kept, damage.get());
      if (repaired != null) {
        return repaired;
      }
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

  /** A new database with all that is sound in the damaged one; null when too little is. */
  private static @Nullable Database repair(Path file, Path kept, String damage)
      throws SQLException, HomeException {
    Database fresh = connect(file, true);
    if (new Salvage(kept, fresh.writer).run()) {
      fresh.close();
      LOG.error(
          "alert store {} was damaged ({}): it was set aside as {}, and what is sound of it carried"
              + " over. Outputs are told where alerts are missing",
          file,
          damage,
          kept.getFileName());
      return connect(file, true);
    }
    fresh.close();
    for (String suffix : List.of("", "-wal", "-shm")) {
      try {
        Files.deleteIfExists(file.resolveSibling(FILE + suffix));
      } catch (IOException e) {
        throw new SQLException("can't remove " + FILE + suffix, e);
      }
    }
    return null;
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
      Schema.bring(file, writer);
      return new Database(file, writer, meta(writer, "epoch"), setAside);
    } catch (SQLException | HomeException e) {
      writer.close();
      throw e;
    }
  }

  static Connection connection(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try (Statement sql = connection.createStatement()) {
      sql.execute("PRAGMA busy_timeout=5000");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
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

  /** Reads, and is quick; one reader at a time, and no transaction stays open behind it. */
  <T> T read(Query<T> query) throws SQLException {
    return readers.run(query);
  }

  /** Reads what may take a while, without keeping those waiting who {@link #read}. */
  <T> T search(Query<T> query) throws SQLException {
    return searches.run(query);
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
    try {
      readers.close();
      searches.close();
      writer.close();
    } catch (SQLException e) {
      LOG.warn("closing the alert store {}: {}", file, plain(e));
    }
  }

  /** A connection that only reads, opened when it is first used, one query at a time. */
  private static final class ReadConnection {

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection connection;
    private boolean closed;

    ReadConnection(Path file) {
      this.file = file;
    }

    <T> T run(Query<T> query) throws SQLException {
      lock.lock();
      try {
        return query.run(open());
      } finally {
        lock.unlock();
      }
    }

    private Connection open() throws SQLException {
      Connection opened = connection;
      if (closed) {
        throw new SQLException("the alert store is closed");
      }
      if (opened == null) {
        opened = connection(file);
        try (Statement sql = opened.createStatement()) {
          sql.execute("PRAGMA query_only=ON");
        }
        connection = opened;
      }
      return opened;
    }

    void close() throws SQLException {
      lock.lock();
      try {
        closed = true;
        if (connection != null) {
          connection.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
