// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the log: from the live tail while it keeps up, else from the database, a page at a
 * time.
 *
 * <p>Numbers have no holes but those that the retention tears: when the next alert is not the next
 * number, the difference is what is missing.
 */
final class LogReader implements AlertReader {

  private static final int PAGE = 256;

  private final AlertStore store;
  private final AlertFilter filter;
  private final @Nullable CursorName name;
  private final Consumer<LogReader> onClose;

  private volatile long after;
  private volatile boolean finishing;
  private volatile boolean roused;
  private volatile boolean closed;
  private String notice;

  /**
   * Makes a reader.
   *
   * @param after the number behind which it begins
   * @param notice of what is missing before that; empty for nothing
   * @param name of its durable place, or null
   */
  LogReader(
      AlertStore store,
      AlertFilter filter,
      long after,
      String notice,
      @Nullable CursorName name,
      Consumer<LogReader> onClose) {
    this.store = store;
    this.filter = filter;
    this.after = after;
    this.notice = notice;
    this.name = name;
    this.onClose = onClose;
  }

  @Override
  public List<AlertEntry> read(int max, Duration wait) throws InterruptedException {
    if (max < 1) {
      throw new IllegalArgumentException("max below 1: " + max);
    }
    long deadline = System.nanoTime() + wait.toNanos();
    List<AlertEntry> entries = new ArrayList<>();
    if (!notice.isEmpty()) {
      entries.add(LogEntry.of(place(after), new LogEntry.Missing(-1, 0, 0, notice)));
      notice = "";
    }
    while (!closed && entries.size() < max) {
      boolean more = readPage(entries, max);
      long left = deadline - System.nanoTime();
      if (!more && (!entries.isEmpty() || left <= 0 || finishing || roused)) {
        break;
      }
      if (!more) {
        store.tail().await(after, left);
      } else if (Thread.interrupted()) {
        throw new InterruptedException();
      } else if (entries.isEmpty() && left <= 0) {
        // The filter refuses whole pages: the caller gets his thread back and comes again.
        break;
      }
    }
    roused = false;
    return entries;
  }

  /** Whether there was anything to look at. */
  private boolean readPage(List<AlertEntry> entries, int max) {
    long upTo = store.tail().last();
    List<StoredAlert> page = store.page(after, upTo, PAGE);
    for (StoredAlert next : page) {
      if (next.number() > after + 1) {
        addGap(entries, next.number() - 1);
        if (entries.size() == max) {
          return true;
        }
      }
      after = next.number();
      if (filter.matches(next.alert())) {
        entries.add(LogEntry.of(place(after), next.alert()));
        if (entries.size() == max) {
          return true;
        }
      }
    }
    if (page.isEmpty() && upTo > after) {
      addGap(entries, upTo);
      return true;
    }
    return !page.isEmpty();
  }

  /** Everything behind the reader's place and up to this number is gone. */
  private void addGap(List<AlertEntry> entries, long upTo) {
    LogEntry.Missing gap = store.missing(after, upTo);
    after = upTo;
    entries.add(LogEntry.of(place(upTo), gap));
  }

  private LogToken place(long number) {
    return new LogToken(store.epoch(), number);
  }

  @Override
  public void acknowledge(String token) {
    LogToken place = LogToken.parse(token);
    if (place.epoch() != store.epoch() || place.number() > store.tail().last()) {
      throw new IllegalArgumentException("a token of another alert log");
    }
    Optional.ofNullable(name)
        .ifPresent(known -> store.places().acknowledgeSoon(known, place.number()));
  }

  @Override
  public String token() {
    return place(after).text();
  }

  /** Ends the wait that is under way, or the next one. */
  void rouse() {
    roused = true;
    store.tail().wake();
  }

  /** Waits for nothing more. */
  void finish() {
    finishing = true;
    store.tail().wake();
  }

  @Override
  public void close() {
    closed = true;
    store.tail().wake();
    onClose.accept(this);
  }
}
