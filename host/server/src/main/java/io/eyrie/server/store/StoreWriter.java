// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.server.alert.AlertRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes: takes what waits in the queue, commits it in one transaction, then
 * lets tail, lanes and callers know.
 *
 * <p>The first alert after a quiet time is committed at once; while alerts keep coming, a commit
 * follows the last by 10 ms or holds 1,000 of them. Positions and read places alone are not urgent
 * and may wait 100 ms. A commit that fails is tried again until it succeeds, with pauses that grow
 * to two seconds; the batch stays in memory meanwhile, nothing in it counts as durable, and the
 * queue fills up behind it.
 */
final class StoreWriter implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

  private static final int BATCH = 1000;
  private static final long URGENT = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAZY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long RETENTION = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_RETENTION = TimeUnit.MINUTES.toNanos(1);
  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 2000;

  private final Database database;
  private final SubmitQueue queue;
  private final LiveTail tail;
  private final Cursors cursors;
  private final Kinds kinds = new Kinds();
  private final Retention retention;
  private final StoreEvents events;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Duration patience;

  private volatile String problem = "";
  private final LongAdder stored = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder removed = new LongAdder();
  private volatile int inHand;
  private volatile long giveUpAt = Long.MAX_VALUE;
  private long failingSince;

  StoreWriter(
      Database database,
      SubmitQueue queue,
      LiveTail tail,
      Cursors cursors,
      StoreSettings settings,
      StoreEvents events,
      Duration patience) {
    this.database = database;
    this.queue = queue;
    this.tail = tail;
    this.cursors = cursors;
    this.retention = new Retention(settings, cursors);
    this.events = events;
    this.patience = patience;
  }

  String problem() {
    return problem;
  }

  long stored() {
    return stored.sum();
  }

  long repeated() {
    return repeated.sum();
  }

  long removed() {
    return removed.sum();
  }

  int inHand() {
    return inHand;
  }

  /** Ends the thread once everything is written, or when patience with a failing disk is over. */
  void close() {
    giveUpAt = System.nanoTime() + patience.toNanos();
    closing.countDown();
    queue.close();
  }

  @Override
  public void run() {
    long lastCommit = System.nanoTime() - LAZY;
    long lastRetention = lastCommit - IDLE_RETENTION;
    long storedThen = -1;
    List<StoreOp> batch = new ArrayList<>(BATCH);
    try {
      while (true) {
        long wakeAt = lastRetention + (stored() == storedThen ? IDLE_RETENTION : RETENTION);
        queue.take(batch, BATCH, lastCommit + URGENT, lastCommit + LAZY, wakeAt);
        // Asked before the commit, which then covers all that came before the end, places included.
        boolean last = queue.finished();
        lastCommit = System.nanoTime();
        inHand = batch.size();
        if (!write(batch)) {
          break;
        }
        batch.clear();
        inHand = 0;
        if (last) {
          return;
        }
        if (System.nanoTime() - lastRetention >= RETENTION) {
          lastRetention = System.nanoTime();
          storedThen = stored();
          retain();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    abandon(batch);
  }

  /** Commits a batch, however often it takes; false when the store is closed before that. */
  private boolean write(List<StoreOp> batch) throws InterruptedException {
    long pause = FIRST_PAUSE;
    while (true) {
      String reason;
      try {
        commit(batch);
        recovered();
        return true;
      } catch (SQLException e) {
        reason = database.problem(e);
        LOG.debug("commit failed", e);
      } catch (RuntimeException | Error e) {
        // Whatever it is, sources would wait for ever if this thread ended.
        reason = "alert store: unexpected failure: " + e;
        LOG.error("commit failed", e);
      }
      failing(reason);
      failCalls(batch, reason);
      queue.takeCalls().forEach(call -> call.failed(problem));
      if (System.nanoTime() - giveUpAt >= 0) {
        return false;
      }
      boolean closed = closing.await(pause, TimeUnit.MILLISECONDS);
      if (closed) {
        Thread.sleep(FIRST_PAUSE);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  private void commit(List<StoreOp> batch) throws SQLException {
    Connection connection = database.writer();
    List<StoredAlert> added = new ArrayList<>();
    Map<CommitLane, Durable> lanes = new LinkedHashMap<>();
    Map<CursorName, Cursors.Progress> acknowledged;
    int again = 0;
    try (Statement sql = connection.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      boolean committed = false;
      try {
        again = apply(connection, batch, added, lanes);
        acknowledged = cursors.write(connection);
        if (!added.isEmpty()) {
          sql.execute(
              "UPDATE meta SET value = " + added.getLast().number() + " WHERE name = 'last'");
        }
        sql.execute("COMMIT");
        committed = true;
      } finally {
        if (!committed) {
          rollBack(sql);
        }
      }
    }
    kinds.committed();
    tail.append(added);
    stored.add(added.size());
    repeated.add(again);
    cursors.written(acknowledged);
    lanes.forEach((lane, durable) -> lane.advance(durable.operations, durable.ticket));
    for (StoreOp op : batch) {
      if (op instanceof StoreOp.Call(var _, CallResult result)) {
        result.succeeded();
      }
    }
  }

  /** How far one lane is with this batch. */
  private static final class Durable {
    int operations;
    long ticket = Long.MIN_VALUE;
  }

  private int apply(
      Connection connection,
      List<StoreOp> batch,
      List<StoredAlert> added,
      Map<CommitLane, Durable> lanes)
      throws SQLException {
    int again = 0;
    kinds.rolledBack();
    try (BatchRows rows = new BatchRows(connection, database.last(), kinds, nowNanos())) {
      for (StoreOp op : batch) {
        CommitLane owner = op.owner();
        Durable durable =
            owner == null ? new Durable() : lanes.computeIfAbsent(owner, _ -> new Durable());
        durable.operations++;
        switch (op) {
          case StoreOp.Add(CommitLane lane, AlertRecord alert) -> {
            if (rows.add(alert, added)) {
              rows.uncovered(lane.instance());
            } else {
              again++;
            }
          }
          case StoreOp.Mark(
                  CommitLane lane,
                  long ticket,
                  Position position,
                  Map<String, String> folds) -> {
            durable.ticket = Math.max(durable.ticket, ticket);
            if (position != null) {
              rows.position(lane.instance(), position);
            }
            for (Map.Entry<String, String> fold : folds.entrySet()) {
              rows.fold(lane.instance(), fold.getKey(), fold.getValue());
            }
          }
          case StoreOp.Forget(CommitLane lane, String partition) ->
              rows.forget(lane.instance(), partition);
          case StoreOp.Settle(CommitLane lane, String key, AlertRecord alert) -> {
            again += rows.add(alert, added) ? 0 : 1;
            rows.unfold(lane.instance(), key);
          }
          case StoreOp.Call(StoreOp.SqlTask task, var _) -> task.run(connection);
        }
      }
      rows.finish();
    }
    return again;
  }

  private void rollBack(Statement sql) {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself after the graver failures.
      LOG.debug("rollback", e);
    }
  }

  private void retain() {
    try {
      removed.add(retention.run(database.writer(), tail.first(), nowNanos()));
      retention.report(events);
      recovered();
    } catch (SQLException e) {
      failing(database.problem(e));
    }
  }

  private void failing(String reason) {
    if (problem.isEmpty()) {
      failingSince = System.nanoTime();
      LOG.error("{}; alerts wait in memory until it succeeds", reason);
      problem = reason;
      events.failing(reason);
    }
    problem = reason;
  }

  private void recovered() {
    if (!problem.isEmpty()) {
      long nanos = System.nanoTime() - failingSince;
      LOG.info("alert store writes again after {} s", TimeUnit.NANOSECONDS.toSeconds(nanos));
      problem = "";
      events.recovered(nanos);
    }
  }

  /** Callers of rare operations are told rather than kept waiting for the disk. */
  private static void failCalls(List<StoreOp> batch, String reason) {
    for (Iterator<StoreOp> ops = batch.iterator(); ops.hasNext(); ) {
      if (ops.next() instanceof StoreOp.Call(var _, CallResult result)) {
        result.failed(reason);
        ops.remove();
      }
    }
  }

  private void abandon(List<StoreOp> batch) {
    long alerts = 0;
    do {
      failCalls(batch, "the alert store is closed");
      alerts +=
          batch.stream()
              .filter(op -> op instanceof StoreOp.Add || op instanceof StoreOp.Settle)
              .count();
      batch.clear();
      try {
        queue.take(batch, BATCH, 0, 0, System.nanoTime());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        break;
      }
    } while (!batch.isEmpty());
    LOG.error("{}: {} alerts that were never acknowledged are not stored", problem, alerts);
  }

  private static long nowNanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }
}
