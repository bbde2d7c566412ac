// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert log in memory: what a serving output reads from in a test. Safe for several threads.
 *
 * <p>Tokens are {@code t} and a number, which outputs must not rely on.
 */
public final class MemoryAlertLog implements AlertLog {

  private final List<Alert> alerts = new ArrayList<>();
  private final Map<String, Integer> places = new TreeMap<>();
  private final Set<Reader> readers = new HashSet<>();
  private int retained;

  /** Makes an empty log. */
  public MemoryAlertLog() {}

  /** Appends an alert; readers that wait get it. */
  public synchronized void append(Alert alert) {
    alerts.add(alert);
    notifyAll();
  }

  /** Drops all alerts so far, as the retention does: those who have not read them get a gap. */
  public synchronized void expire() {
    retained = alerts.size();
    notifyAll();
  }

  /** How many readers are open. */
  public synchronized int openReaders() {
    return readers.size();
  }

  @Override
  public synchronized AlertReader fromNow(AlertFilter filter) {
    return open(new Reader(filter, alerts.size(), null));
  }

  @Override
  public synchronized AlertReader fromOldest(AlertFilter filter) {
    return open(new Reader(filter, retained, null));
  }

  @Override
  public synchronized AlertReader resume(AlertFilter filter, String token) {
    return open(new Reader(filter, place(token), null));
  }

  @Override
  public synchronized AlertReader durable(AlertFilter filter, String name) {
    return open(new Reader(filter, places.computeIfAbsent(name, _ -> alerts.size()), name));
  }

  @Override
  public synchronized AlertReader durable(AlertFilter filter, String name, String token) {
    int start = place(token);
    return open(new Reader(filter, places.computeIfAbsent(name, _ -> start), name));
  }

  @Override
  public synchronized void acknowledge(String name, String token) {
    int place = place(token);
    if (places.computeIfPresent(name, (_, before) -> Math.max(before, place)) == null) {
      throw new IllegalArgumentException("no place is kept for " + name);
    }
  }

  @Override
  public synchronized boolean forget(String name) {
    return places.remove(name) != null;
  }

  @Override
  public synchronized List<Place> places() {
    List<Place> all = new ArrayList<>();
    places.forEach((name, place) -> {
      int oldest = Math.max(place, retained);
      all.add(new KeptPlace(name, tokenOf(place), alerts.size() - oldest, oldest - place));
    });
    return all;
  }

  @Override
  public synchronized Page search(AlertFilter filter, Order order, int max, String after) {
    if (max < 1) {
      throw new IllegalArgumentException("max below 1: " + max);
    }
    List<Alert> found =
        alerts.subList(retained, alerts.size()).stream()
            .filter(filter::matches)
            .sorted(Comparator.comparingLong(Alert::timeNanos))
            .toList();
    if (order == Order.NEWEST_FIRST) {
      found = found.reversed();
    }
    int from = after.isEmpty() ? 0 : Math.min(place(after), found.size());
    int to = Math.min(found.size(), from + max);
    return new FoundPage(
        List.copyOf(found.subList(from, to)), to < found.size() ? tokenOf(to) : "");
  }

  @Override
  public synchronized Optional<Alert> find(String id) {
    return alerts.subList(retained, alerts.size()).stream()
        .filter(alert -> alert.id().equals(id))
        .findFirst();
  }

  private Reader open(Reader reader) {
    readers.add(reader);
    return reader;
  }

  private int place(String token) {
    if (token.matches("t\\d{1,9}")) {
      int place = Integer.parseInt(token.substring(1));
      if (place <= alerts.size()) {
        return place;
      }
    }
    throw new IllegalArgumentException("no token of this log: " + token);
  }

  private static String tokenOf(int place) {
    return "t" + place;
  }

  /** Reads forward from one place; all of its state is guarded by the log. */
  private final class Reader implements AlertReader {

    private final AlertFilter filter;
    private final @Nullable String name;
    private int next;
    private boolean closed;

    private Reader(AlertFilter filter, int next, @Nullable String name) {
      this.filter = filter;
      this.next = next;
      this.name = name;
    }

    @Override
    public List<AlertEntry> read(int max, Duration wait) throws InterruptedException {
      synchronized (MemoryAlertLog.this) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
          List<AlertEntry> entries = take(max);
          long left = (end - System.nanoTime()) / 1_000_000;
          if (!entries.isEmpty() || closed || left <= 0) {
            return entries;
          }
          MemoryAlertLog.this.wait(left);
        }
      }
    }

    private List<AlertEntry> take(int max) {
      List<AlertEntry> entries = new ArrayList<>();
      if (closed) {
        return entries;
      }
      if (next < retained) {
        entries.add(new Entry(tokenOf(retained), null, gap(next, retained)));
        next = retained;
      }
      while (entries.size() < max && next < alerts.size()) {
        Alert alert = alerts.get(next++);
        if (filter.matches(alert)) {
          entries.add(new Entry(tokenOf(next), alert, null));
        }
      }
      return entries;
    }

    private Missing gap(int from, int to) {
      return new Missing(
          to - from,
          alerts.get(from).timeNanos(),
          alerts.get(to - 1).timeNanos(),
          "the retention passed");
    }

    @Override
    public void acknowledge(String token) {
      synchronized (MemoryAlertLog.this) {
        int place = place(token);
        if (name != null) {
          places.computeIfPresent(name, (_, before) -> Math.max(before, place));
        }
      }
    }

    @Override
    public String token() {
      synchronized (MemoryAlertLog.this) {
        return tokenOf(next);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryAlertLog.this) {
        closed = true;
        readers.remove(this);
        MemoryAlertLog.this.notifyAll();
      }
    }
  }

  private record Entry(String token, @Nullable Alert alert, AlertEntry.@Nullable Gap gap)
      implements AlertEntry {}

  private record Missing(long count, long fromNanos, long toNanos, String reason)
      implements AlertEntry.Gap {}

  private record KeptPlace(String name, String token, long behind, long missed) implements Place {}

  private record FoundPage(List<Alert> alerts, String next) implements Page {}
}
