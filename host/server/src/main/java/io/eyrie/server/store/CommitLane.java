// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way of one source instance into the store: its alerts and checkpoints, in order, and word of
 * what is durable.
 *
 * <p>Used by the instance's worker thread. Every adding call waits while the store's queue is full:
 * that is the back-pressure on the source. {@link #committed()} never waits and may be read by any
 * thread.
 */
public final class CommitLane {

  private final String instance;
  private final SubmitQueue queue;
  private final Positions positions;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  /** Counts that go with the next checkpoint. */
  private final Map<String, String> folds = new LinkedHashMap<>();

  private long submitted;
  private long done;
  private volatile long durable;
  private volatile long committed = Long.MIN_VALUE;

  CommitLane(String instance, SubmitQueue queue, StoredPositions.Rows rows) {
    this.instance = instance;
    this.queue = queue;
    this.positions = new StoredPositions(this, rows);
  }

  /** The source instance. */
  public String instance() {
    return instance;
  }

  /** The stored positions of the instance; what is still on its way is not seen in them. */
  public Positions positions() {
    return positions;
  }

  /** Hands over an alert. */
  public void append(AlertRecord alert) throws InterruptedException {
    submit(new StoreOp.Add(this, alert));
  }

  /**
   * Asks for word, by {@link #committed()}, once all that was handed over so far is durable; with a
   * position, that too, in one transaction with the alerts before it or in a later one.
   *
   * @param ticket larger than that of the checkpoint before; {@link Long#MIN_VALUE} when no word is
   *     wanted
   */
  public void checkpoint(long ticket, @Nullable Position position) throws InterruptedException {
    if (position == null && folds.isEmpty() && durable == submitted) {
      committed = ticket;
      return;
    }
    submit(new StoreOp.Mark(this, ticket, position, Map.copyOf(folds)));
    folds.clear();
  }

  /** Forgets a partition, with the next commit. */
  public void forget(String partition) throws InterruptedException {
    submit(new StoreOp.Forget(this, partition));
  }

  /**
   * Keeps a count of folded alerts under a key, in one transaction with the checkpoint that
   * follows. {@link InstanceRows#folds} gives it back after a crash.
   */
  public void fold(String key, String state) {
    folds.put(key, state);
  }

  /** Stores the alert that tells a folded count, and forgets the count in the same transaction. */
  public void settle(String key, AlertRecord alert) throws InterruptedException {
    folds.remove(key);
    submit(new StoreOp.Settle(this, key, alert));
  }

  /** The ticket of the last checkpoint that is durable; {@link Long#MIN_VALUE} before the first. */
  public long committed() {
    return committed;
  }

  /**
   * Waits until all that was handed over is durable.
   *
   * @return whether it is; false when the limit has passed or the store was closed before
   */
  public boolean flush(Duration limit) throws InterruptedException {
    long target = submitted;
    long left = limit.toNanos();
    queue.hurry();
    lock.lock();
    try {
      while (durable < target && left > 0 && !queue.closed()) {
        // In steps, since closing the store does not wake the lanes.
        long step = Math.min(left, TimeUnit.MILLISECONDS.toNanos(50));
        left -= step - Math.max(0, progress.awaitNanos(step));
      }
      return durable >= target;
    } finally {
      lock.unlock();
    }
  }

  /** On the store's thread: this many more operations are durable, up to this ticket. */
  void advance(int operations, long ticket) {
    lock.lock();
    try {
      done += operations;
      durable = done;
      if (ticket > committed) {
        committed = ticket;
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** For the host's own lane, which any thread may use and which must not wait. */
  boolean offer(AlertRecord alert, int reserve) {
    return queue.offerBeyond(new StoreOp.Add(this, alert), reserve);
  }

  private void submit(StoreOp op) throws InterruptedException {
    queue.put(op);
    submitted++;
  }
}
