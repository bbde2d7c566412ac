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

/** A lane that remembers nothing: what is handed over is said to be durable at once. */
public abstract class UnkeptLane implements Lane {

  private long committed = Long.MIN_VALUE;

  /** Where the alerts go; nothing is behind it, so it never waits. */
  @Override
  public abstract void append(AlertRecord alert);

  @Override
  public final void checkpoint(long ticket, @Nullable Position position) {
    committed = Math.max(committed, ticket);
  }

  @Override
  public final void fold(String key, String state) {}

  @Override
  public final void settle(String key, AlertRecord alert) {
    append(alert);
  }

  @Override
  public final Map<String, String> folds() {
    return Map.of();
  }

  @Override
  public final long committed() {
    return committed;
  }

  @Override
  public final boolean flush(Duration limit) {
    return true;
  }

  @Override
  public final OptionalLong newestEventTime() {
    return OptionalLong.empty();
  }

  @Override
  public final Set<String> uncovered() {
    return Set.of();
  }

  @Override
  public final Positions positions() {
    return new NoPositions();
  }
}
