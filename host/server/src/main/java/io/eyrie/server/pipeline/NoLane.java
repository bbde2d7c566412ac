// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.recorded.NoPositions;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A lane that leads nowhere: what is handed over is dropped, and is said to be durable. */
final class NoLane implements Lane {

  private long committed = Long.MIN_VALUE;

  @Override
  public void append(AlertRecord alert) {}

  @Override
  public void checkpoint(long ticket, @Nullable Position position) {
    committed = Math.max(committed, ticket);
  }

  @Override
  public void fold(String key, String state) {}

  @Override
  public void settle(String key, AlertRecord alert) {}

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
