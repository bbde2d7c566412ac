// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.pipeline.Lane;
import io.eyrie.server.recorded.NoPositions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of a replay: alerts go straight to whoever asked for it, what the host has to say of
 * itself goes to its log, and nothing is remembered.
 */
final class ReplayLane implements Lane {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayLane.class);

  private final Consumer<? super Alert> alerts;
  private long committed = Long.MIN_VALUE;

  ReplayLane(Consumer<? super Alert> alerts) {
    this.alerts = alerts;
  }

  @Override
  public void append(AlertRecord alert) {
    if (alert.source().equals(AlertRecord.INTERNAL)) {
      LOG.warn("{}", alert.message());
    } else {
      alerts.accept(alert);
    }
  }

  @Override
  public void checkpoint(long ticket, @Nullable Position position) {
    committed = Math.max(committed, ticket);
  }

  @Override
  public void fold(String key, String state) {}

  @Override
  public void settle(String key, AlertRecord alert) {
    append(alert);
  }

  @Override
  public Map<String, String> folds() {
    return Map.of();
  }

  @Override
  public long committed() {
    return committed;
  }

  @Override
  public boolean flush(Duration limit) {
    return true;
  }

  @Override
  public OptionalLong newestEventTime() {
    return OptionalLong.empty();
  }

  @Override
  public Set<String> uncovered() {
    return Set.of();
  }

  @Override
  public Positions positions() {
    return new NoPositions();
  }
}
