// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to the store's thread, bounded in number and in bytes: who adds to a full one waits.
 *
 * <p>One thread takes; any number add. It also knows whether anything in it wants to be written at
 * once.
 */
final class SubmitQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<StoreOp> ops = new ArrayDeque<>();
  private final int maxOps;
  private final long maxBytes;
  private long bytes;
  private int urgent;
  private boolean nudged;
  private boolean nudgedUrgently;
  private boolean hurry;
  private boolean closed;

  SubmitQueue(int maxOps, long maxBytes) {
    this.maxOps = maxOps;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds, after waiting for room.
   *
   * @throws IllegalStateException if the store is closed
   */
  void put(StoreOp op) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && full()) {
        room.await();
      }
      add(op);
    } finally {
      lock.unlock();
    }
  }

  /** Adds without waiting, beyond the bound if need be: for what is rare and bounded elsewhere. */
  boolean offerBeyond(StoreOp op, int reserve) {
    lock.lock();
    try {
      if (closed || ops.size() >= maxOps + reserve) {
        return false;
      }
      add(op);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that there is work beside the queue, which is not urgent. */
  void nudge() {
    lock.lock();
    try {
      if (!nudged) {
        nudged = true;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The same, but the work is urgent. */
  void nudgeAtOnce() {
    lock.lock();
    try {
      nudged = true;
      nudgedUrgently = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Asks that what is in the queue be written without lingering. */
  void hurry() {
    lock.lock();
    try {
      hurry = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work, then moves it to the list.
   *
   * @param notBefore when urgent work may be taken, by {@link System#nanoTime()}
   * @param lazyNotBefore when work that is not urgent may be taken
   * @param wakeAt when to return without any
   */
  void take(List<StoreOp> into, int max, long notBefore, long lazyNotBefore, long wakeAt)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        boolean idle = ops.isEmpty() && !nudged;
        boolean soon = urgent > 0 || nudgedUrgently || full();
        long due = idle ? wakeAt : soon ? notBefore : lazyNotBefore;
        boolean ready = !idle && (hurry || ops.size() >= max || now - due >= 0);
        if (ready || closed || now - wakeAt >= 0) {
          break;
        }
        work.await(Math.min(due - now, wakeAt - now), TimeUnit.NANOSECONDS);
      }
      while (into.size() < max && !ops.isEmpty()) {
        StoreOp op = ops.removeFirst();
        bytes -= op.weight();
        urgent -= op.urgent() ? 1 : 0;
        into.add(op);
      }
      hurry &= !ops.isEmpty();
      nudged = false;
      nudgedUrgently = false;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the calls, whose callers don't want to wait for a failing disk. */
  List<CallResult> takeCalls() {
    lock.lock();
    try {
      List<CallResult> calls = new ArrayList<>();
      for (Iterator<StoreOp> each = ops.iterator(); each.hasNext(); ) {
        StoreOp op = each.next();
        if (op instanceof StoreOp.Call(var _, CallResult result)) {
          calls.add(result);
          bytes -= op.weight();
          urgent--;
          each.remove();
        }
      }
      return calls;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return ops.size();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing more in; what is in it can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is in it and nothing more will come. */
  boolean finished() {
    lock.lock();
    try {
      return closed && ops.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean full() {
    return ops.size() >= maxOps || (bytes >= maxBytes && !ops.isEmpty());
  }

  private void add(StoreOp op) {
    if (closed) {
      throw new IllegalStateException("the alert store is closed");
    }
    ops.addLast(op);
    bytes += op.weight();
    urgent += op.urgent() ? 1 : 0;
    work.signal();
  }
}
