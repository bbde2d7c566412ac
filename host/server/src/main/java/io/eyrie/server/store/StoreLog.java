// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import java.util.HexFormat;
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
    LogToken place = LogToken.parse(token);
    if (place.epoch() == store.epoch() && place.number() <= store.tail().last()) {
      return reader(filter, place.number(), "", null);
    }
    return reader(
        filter,
        store.beforeOldest(),
        "the token is of another alert store: what lies between is not known",
        null);
  }

  @Override
  public AlertReader durable(AlertFilter filter, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("a durable name has 1 to 128 characters");
    }
    return durable(filter, new CursorName(output, name));
  }

  /**
   * The reader of the output's own place, which {@link AlertStore#register} has made or makes now.
   */
  public AlertReader ofOutput() {
    return durable(AlertFilter.all(), CursorName.ofOutput(output));
  }

  private AlertReader durable(AlertFilter filter, CursorName name) {
    Cursors.Place place = store.durablePlace(name);
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
