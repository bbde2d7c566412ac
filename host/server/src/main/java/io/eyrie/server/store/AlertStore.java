// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.home.HomeException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert store of a home: the door to everything in this package.
 *
 * <p>Safe for several threads. The caller holds the home's {@link io.eyrie.server.home.HomeLock}
 * while it is open. Sources and outputs are to be stopped before it is closed.
 */
public final class AlertStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlertStore.class);

  /** What the host may add beyond the bound of the queue; its own alerts are few. */
  private static final int HOST_RESERVE = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final InstanceRows instances;
  private final SubmitQueue queue;
  private final LiveTail tail;
  private final Cursors cursors;
  private final StoreWriter writer;
  private final Thread thread;
  private final CommitLane host;
  private final DeadLetters deadLetters;
  private final KeptPlaces places;

  private AlertStore(Database database, StoreSettings settings, StoreEvents events)
      throws SQLException {
    Kinds.prune(database.writer());
    this.database = database;
    this.instances = new InstanceRows(this);
    this.queue = new SubmitQueue(settings.queueAlerts(), settings.queueBytes());
    this.tail = new LiveTail(settings.tailAlerts(), settings.tailBytes(), database.last());
    this.cursors = new Cursors(database.writer());
    this.writer = new StoreWriter(database, queue, tail, cursors, settings, events, PATIENCE);
    this.thread = Thread.ofPlatform().name("eyrie-store").daemon().unstarted(writer);
    this.host = lane("");
    this.deadLetters = new DeadLetters(this);
    this.places = new KeptPlaces(this, cursors, queue);
  }

  /**
   * Opens the store of a home folder, which is created when it is not there. A damaged database is
   * set aside and a new one begun.
   *
   * @throws HomeException if it can't be read or written
   */
  public static AlertStore open(Path home, StoreSettings settings, StoreEvents events)
      throws HomeException {
    Database database = Database.open(home);
    try {
      AlertStore store = new AlertStore(database, settings, events);
      store.thread.start();
      return store;
    } catch (SQLException e) {
      database.close();
      throw new HomeException(database.problem(e), e);
    }
  }

  /**
   * A way into the store for a source instance. When an instance is opened again, the lane before
   * it is flushed first, so that the positions are up to date.
   *
   * @param instance the configured name; not empty
   */
  public CommitLane lane(String instance) {
    return new CommitLane(instance, queue, instances);
  }

  /**
   * Stores an alert of the host itself, without ever waiting.
   *
   * @return whether it was taken; not when the disk has failed for so long that a thousand of them
   *     wait beyond the bound
   */
  public boolean raise(AlertRecord alert) {
    boolean taken = !queue.closed() && host.offer(alert, HOST_RESERVE);
    if (!taken) {
      LOG.error("not stored: {}", alert.output());
    }
    return taken;
  }

  /** The log as an output of this name sees it. */
  public StoreLog log(String output) {
    return new StoreLog(this, output);
  }

  /**
   * Keeps a place in the log for a push output from now on, unless it has one.
   *
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public void register(String output) throws InterruptedException {
    places.create(CursorName.ofOutput(output), new Cursors.Place(tail.last(), ""));
  }

  /**
   * Keeps no place any more for what turned out to be no push output.
   *
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public void unregister(String output) throws InterruptedException {
    places.remove(CursorName.ofOutput(output));
  }

  /**
   * Forgets every place that is kept for an output that is no longer configured, so that the
   * retention does not count what it will never read.
   *
   * @throws IllegalStateException if the store can't write; it can be tried again
   */
  public void forgetOutput(String output) throws InterruptedException {
    for (CursorName name : cursors.all().keySet()) {
      if (name.output().equals(output)) {
        places.remove(name);
      }
    }
  }

  /** The outputs that places are kept for. */
  public List<String> knownOutputs() {
    return cursors.all().keySet().stream().map(CursorName::output).distinct().sorted().toList();
  }

  /** How many stored alerts an output has not delivered; 0 when no place is kept for it. */
  public long lag(String output) {
    return cursors
        .place(CursorName.ofOutput(output))
        .map(place -> Math.max(0, tail.last() - place.number()))
        .orElse(0L);
  }

  /** How many alerts the retention has taken from an output's place in all, unread. */
  public long missed(String output) {
    try {
      return places.missed(CursorName.ofOutput(output));
    } catch (IllegalStateException e) {
      // Asked for when the state is shown, which is all the more of use when the disk fails.
      LOG.debug("what output {} has missed", output, e);
      return 0;
    }
  }

  /**
   * When the oldest alert that an output has not delivered was stored, nanoseconds since the epoch;
   * empty when it has delivered all.
   */
  public OptionalLong oldestUnread(String output) {
    return places.oldestUnread(output);
  }

  /** What is kept of source instances: positions, open counts, what a kill has left. */
  public InstanceRows instances() {
    return instances;
  }

  /** Alerts that outputs could not deliver. */
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Whether a damaged database was set aside when this one was opened. */
  public boolean replacesDamaged() {
    return database.replacesDamaged();
  }

  /** How it is doing. */
  public StoreState state() {
    long[] held = new long[2];
    try {
      held =
          database.read(connection -> {
            try (Statement sql = connection.createStatement()) {
              return new long[] {
                Database.number(sql, "SELECT count(*) FROM alerts"), Database.usedBytes(connection)
              };
            }
          });
    } catch (SQLException e) {
      LOG.debug("state", e);
    }
    return new StoreState(
        writer.problem(),
        writer.stored(),
        writer.repeated(),
        queue.size() + writer.inHand(),
        held[0],
        held[1],
        writer.removed());
  }

  /** What keeps it from writing and what to do; empty while it writes. */
  public String problem() {
    return writer.problem();
  }

  /**
   * Writes what waits, for a few seconds if the disk fails, and closes the database. Readers end.
   */
  @Override
  public void close() {
    writer.close();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    tail.wake();
    database.close();
  }

  Database database() {
    return database;
  }

  LiveTail tail() {
    return tail;
  }

  long epoch() {
    return database.epoch();
  }

  /** The alerts behind a number and up to another, from memory if they are there. */
  List<StoredAlert> page(long after, long upTo, int max) {
    return tail.after(after, max)
        .orElseGet(() -> read(connection -> AlertRows.page(connection, after, upTo, max)));
  }

  /** What the retention removed behind one number and up to another. */
  LogEntry.Missing missing(long after, long upTo) {
    return read(connection -> {
      try (PreparedStatement query =
          connection.prepareStatement(
              """
              SELECT min(from_ns), max(to_ns), sum(min(last_seq, ?2) - max(first_seq, ?1 + 1) + 1)
              FROM holes WHERE last_seq > ?1 AND first_seq <= ?2\
              """)) {
        query.setLong(1, after);
        query.setLong(2, upTo);
        try (ResultSet row = query.executeQuery()) {
          row.next();
          long removed = row.getLong(3);
          return new LogEntry.Missing(
              upTo - after,
              row.getLong(1),
              row.getLong(2),
              removed == upTo - after
                  ? "the retention of the alert store removed them"
                  : removed == 0
                      ? "the alert store was damaged where they were"
                      : "the retention removed %,d of them, the others were where the alert store was damaged"
                          .formatted(removed));
        }
      }
    });
  }

  /** The number before the oldest alert there is. */
  long beforeOldest() {
    return read(connection -> {
      try (PreparedStatement query = connection.prepareStatement("SELECT min(seq) FROM alerts");
          ResultSet row = query.executeQuery()) {
        long oldest = row.next() ? row.getLong(1) : 0;
        return oldest == 0 ? tail.last() : oldest - 1;
      }
    });
  }

  Optional<AlertRecord> find(byte[] id) {
    return read(connection -> AlertRows.find(connection, id));
  }

  History.Found search(
      AlertFilter filter, AlertLog.Order order, int max, History.@Nullable Spot after) {
    try {
      return database.search(connection -> new History(filter, order).page(connection, max, after));
    } catch (SQLException e) {
      throw new IllegalStateException(database.problem(e), e);
    }
  }

  KeptPlaces places() {
    return places;
  }

  /** Runs within the store's next transaction and waits until that is durable. */
  void call(StoreOp.SqlTask task) throws InterruptedException {
    CallResult result = new CallResult();
    if (queue.closed() || !queue.offerBeyond(new StoreOp.Call(task, result), 2 * HOST_RESERVE)) {
      throw new IllegalStateException("the alert store takes nothing: " + writer.problem());
    }
    result.await();
  }

  <T> T read(Database.Query<T> query) {
    try {
      return database.read(query);
    } catch (SQLException e) {
      throw new IllegalStateException(database.problem(e), e);
    }
  }
}
