// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest stored alerts in memory, bounded in number and bytes; readers that keep up never touch
 * the database.
 *
 * <p>Holds a run of numbers without holes that ends at the last alert stored. Safe for several
 * threads.
 */
final class LiveTail {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<StoredAlert> alerts = new ArrayDeque<>();
  private final int maxAlerts;
  private final long maxBytes;
  private long bytes;
  private long wakes;
  private volatile long last;

  LiveTail(int maxAlerts, long maxBytes, long last) {
    this.maxAlerts = maxAlerts;
    this.maxBytes = maxBytes;
    this.last = last;
  }

  /** The number of the last alert stored; everything up to it is durable. */
  long last() {
    return last;
  }

  /** The number from which on everything is held; one behind the last when nothing is. */
  long first() {
    lock.lock();
    try {
      return last - alerts.size() + 1;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what was stored. */
  void append(List<StoredAlert> stored) {
    if (stored.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (StoredAlert alert : stored) {
        alerts.addLast(alert);
        bytes += alert.alert().weight();
      }
      last = alerts.getLast().number();
      while (alerts.size() > maxAlerts || (bytes > maxBytes && alerts.size() > 1)) {
        bytes -= alerts.removeFirst().alert().weight();
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all, since it is no longer known what was stored; goes on behind this number. */
  void restart(long after) {
    lock.lock();
    try {
      alerts.clear();
      bytes = 0;
      last = after;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The alerts behind a number; empty when that lies before the tail. */
  Optional<List<StoredAlert>> after(long number, int max) {
    lock.lock();
    try {
      if (number < last - alerts.size()) {
        return Optional.empty();
      }
      int wanted = (int) Math.min(max, last - number);
      List<StoredAlert> found = new ArrayList<>(Math.max(wanted, 0));
      if (wanted > 0) {
        // From the newest backwards: a reader that keeps up wants only the last few.
        Iterator<StoredAlert> each = alerts.descendingIterator();
        for (long i = last - number; i > wanted; i--) {
          each.next();
        }
        while (found.size() < wanted) {
          found.add(each.next());
        }
        Collections.reverse(found);
      }
      return Optional.of(found);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is more than this number, the time is over, or {@link #wake()} is called. */
  void await(long number, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      long seen = wakes;
      while (last <= number && wakes == seen && left > 0) {
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waits. */
  void wake() {
    lock.lock();
    try {
      wakes++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
