// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log as one output sees it; its durable names are its own.
 *
 * <p>{@link #close()} ends the readers that the output has left open, so that none of them waits
 * longer than its output lives.
 */
public final class StoreLog implements AlertLog, AutoCloseable {

  private static final int MAX_NAME = 128;
  private static final int MAX_PAGE = 10_000;
  private static final String FOREIGN =
      "the token is of another alert store: what lies between is not known";

  private final AlertStore store;
  private final String output;
  private final Set<LogReader> open = ConcurrentHashMap.newKeySet();

  StoreLog(AlertStore store, String output) {
    this.store = store;
    this.output = output;
  }

  @Override
  public AlertReader fromNow(AlertFilter filter) {
    return reader(filter, store.tail().last(), "", null);
  }

  @Override
  public AlertReader fromOldest(AlertFilter filter) {
    return reader(filter, store.beforeOldest(), "", null);
  }

  @Override
  public AlertReader resume(AlertFilter filter, String token) {
    Cursors.Place place = place(token);
    return reader(filter, place.number(), place.notice(), null);
  }

  private Cursors.Place place(String token) {
    LogToken place = LogToken.parse(token);
    return ours(place)
        ? new Cursors.Place(place.number(), "")
        : new Cursors.Place(store.beforeOldest(), FOREIGN);
  }

  private boolean ours(LogToken place) {
    return place.epoch() == store.epoch() && place.number() <= store.tail().last();
  }

  @Override
  public AlertReader durable(AlertFilter filter, String name) {
    return durable(filter, cursor(name), new Cursors.Place(store.tail().last(), ""));
  }

  @Override
  public AlertReader durable(AlertFilter filter, String name, String token) {
    return durable(filter, cursor(name), place(token));
  }

  private CursorName cursor(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("a durable name has 1 to 128 characters");
    }
    return new CursorName(output, name);
  }

  @Override
  public void acknowledge(String name, String token) {
    LogToken place = LogToken.parse(token);
    if (!ours(place)) {
      throw new IllegalArgumentException("a token of another alert log");
    }
    if (!store.places().acknowledge(cursor(name), place.number())) {
      throw new IllegalArgumentException("no place is kept for a durable reader " + name);
    }
  }

  @Override
  public boolean forget(String name) {
    return store.places().forget(cursor(name));
  }

  @Override
  public List<Place> places() {
    return store.places().ofReaders(output);
  }

  @Override
  public Page search(AlertFilter filter, Order order, int max, String after) {
    if (max < 1 || max > MAX_PAGE) {
      throw new IllegalArgumentException("a page has 1 to 10,000 alerts, not " + max);
    }
    PageToken token = after.isEmpty() ? null : PageToken.parse(after);
    if (token != null && token.epoch() != store.epoch()) {
      throw new IllegalArgumentException("the page before is of another alert store: begin anew");
    }
    History.Found found = store.search(filter, order, max, token == null ? null : token.last());
    History.Spot last = found.last();
    return new FoundPage(
        found.alerts(), last == null ? "" : new PageToken(store.epoch(), last).text());
  }

  private record FoundPage(List<Alert> alerts, String next) implements Page {}

  /**
   * The reader of the output's own place, which {@link AlertStore#register} has made or makes now.
   */
  public AlertReader ofOutput() {
    return durable(
        AlertFilter.all(), CursorName.ofOutput(output), new Cursors.Place(store.tail().last(), ""));
  }

  /**
   * Moves the output's own place behind an entry that {@link #ofOutput} has given, together with
   * the states of what the output holds back: both are durable, or neither, and soon.
   *
   * @param held the new states by name; empty for what is no longer held back
   */
  public void delivered(String token, Map<String, Optional<String>> held) {
    store.places().deliver(output, LogToken.parse(token).number(), held);
  }

  /**
   * Waits until all that {@link #delivered} was told is durable.
   *
   * @return whether it is; false when the limit has passed
   */
  public boolean awaitDurable(Duration limit) throws InterruptedException {
    return store.places().awaitDurable(output, Long.MAX_VALUE, limit);
  }

  /**
   * Waits until the output's own place is durable up to an entry that {@link #delivered} was told
   * of; later ones may not be.
   *
   * @return whether it is; false when the limit has passed
   */
  public boolean awaitDurable(String token, Duration limit) throws InterruptedException {
    return store.places().awaitDurable(output, LogToken.parse(token).number(), limit);
  }

  /** The states that were given to {@link #delivered} and are held now, by name. */
  public Map<String, String> heldBack() {
    return store.places().held(output);
  }

  private AlertReader durable(AlertFilter filter, CursorName name, Cursors.Place fresh) {
    Cursors.Place place = store.places().ofReader(name, fresh);
    return reader(filter, place.number(), place.notice(), name);
  }

  @Override
  public Optional<Alert> find(String id) {
    try {
      return store.find(HexFormat.of().parseHex(id)).map(Alert.class::cast);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private AlertReader reader(
      AlertFilter filter, long after, String notice, @Nullable CursorName name) {
    LogReader reader = new LogReader(store, filter, after, notice, name, open::remove);
    open.add(reader);
    return reader;
  }

  /** Readers that wait return at once, with nothing: there is something else to do. */
  public void rouse() {
    open.forEach(LogReader::rouse);
  }

  /** Readers give what there is from now on, but wait for nothing more. */
  public void finish() {
    open.forEach(LogReader::finish);
  }

  /** Ends every reader that is still open. */
  @Override
  public void close() {
    Set.copyOf(open).forEach(LogReader::close);
  }
}
