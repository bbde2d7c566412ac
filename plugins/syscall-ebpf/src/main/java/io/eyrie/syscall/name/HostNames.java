// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.name;

import io.eyrie.api.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the addresses of the names of hosts that rules compare with. A thread of its own, which is
 * there only when rules name hosts, looks all of them up one after the other, and again after each
 * pause; a name that can't be found keeps the addresses that it had.
 *
 * <p>{@link #addresses()} may be read by any thread, and never waits.
 */
public final class HostNames implements AutoCloseable {

  private static final int MOST_NAMES = 1024;
  private static final int MOST_ADDRESSES = 64;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final HostLookup lookup;
  private final Duration refresh;
  private final LongAdder failures;
  private final LongAdder refused;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // By the lock.
  private Set<String> newest = Set.of();
  private Set<String> wanted = Set.of();
  private boolean closed;
  private boolean fresh;
  private @Nullable Thread thread;

  // Of the thread alone.
  private final Map<String, List<byte[]>> known = new HashMap<>();

  private volatile HostAddresses addresses = HostAddresses.NONE;

  /**
   * Knows nothing yet.
   *
   * @param refresh the pause after which all names are looked up again
   */
  public HostNames(HostLookup lookup, Duration refresh, Metrics metrics) {
    this.lookup = lookup;
    this.refresh = refresh;
    failures =
        metrics.counter(
            "host_name_failures", "Look-ups of host names of rules that found no address.");
    refused =
        metrics.counter(
            "host_names_refused",
            "Host names of rules that are not looked up, since there are more than 1024.");
  }

  /**
   * Rules compare with these names from now on; those of the time before are kept once more, as the
   * older rules may live a while longer.
   */
  public void want(Set<String> names) {
    lock.lock();
    try {
      if (closed || (names.isEmpty() && wanted.isEmpty())) {
        return;
      }
      Set<String> all = new TreeSet<>();
      int more = 0;
      for (String name : names) {
        if (all.size() < MOST_NAMES) {
          all.add(name);
        } else {
          more++;
        }
      }
      refused.add(more);
      for (String name : newest) {
        if (all.size() < MOST_NAMES) {
          all.add(name);
        }
      }
      newest = Set.copyOf(names);
      wanted = all;
      fresh = false;
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("eyrie-host-names").start(this::work);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What is known now. */
  public HostAddresses addresses() {
    return addresses;
  }

  /** Waits until each name that is wanted was looked up once; false if that takes longer. */
  public boolean await(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!fresh && !wanted.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    try {
      for (Set<String> names = next(); names != null; names = rest(names)) {
        known.keySet().retainAll(names);
        for (String name : names) {
          look(name);
        }
        addresses = HostAddresses.of(known, known.keySet().containsAll(names));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String name) {
    try {
      List<byte[]> found = lookup.addresses(name);
      known.put(name, List.copyOf(found.subList(0, Math.min(MOST_ADDRESSES, found.size()))));
    } catch (IOException _) {
      failures.increment();
    }
  }

  private @Nullable Set<String> next() {
    lock.lock();
    try {
      return closed ? null : wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the pause to be over, or for other names; null at the end. */
  private @Nullable Set<String> rest(Set<String> looked) throws InterruptedException {
    lock.lock();
    try {
      if (wanted.equals(looked)) {
        fresh = true;
        changed.signalAll();
        long left = refresh.toNanos();
        while (!closed && wanted.equals(looked) && left > 0) {
          left = changed.awaitNanos(left);
        }
      }
      return closed ? null : wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Ends its thread; a look-up under way is not waited for long. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      running = thread;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(CLOSE_LIMIT);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
