// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.CommitLane;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lane of a running host: into the alert store. */
public record StoreLane(AlertStore store, CommitLane lane) implements Lane {

  /** The lane of an instance. */
  public static StoreLane of(AlertStore store, String instance) {
    return new StoreLane(store, store.lane(instance));
  }

  @Override
  public void append(AlertRecord alert) throws InterruptedException {
    lane.append(alert);
  }

  @Override
  public void checkpoint(long ticket, @Nullable Position position) throws InterruptedException {
    lane.checkpoint(ticket, position);
  }

  @Override
  public void fold(String key, String state) {
    lane.fold(key, state);
  }

  @Override
  public void settle(String key, AlertRecord alert) throws InterruptedException {
    lane.settle(key, alert);
  }

  @Override
  public Map<String, String> folds() {
    return store.instances().folds(lane.instance());
  }

  @Override
  public long committed() {
    return lane.committed();
  }

  @Override
  public boolean flush(Duration limit) throws InterruptedException {
    return lane.flush(limit);
  }

  @Override
  public OptionalLong newestEventTime() {
    return store.instances().newestEventTime(lane.instance());
  }

  @Override
  public Set<String> uncovered() {
    return store.instances().uncovered(lane.instance());
  }

  @Override
  public Positions positions() {
    return lane.positions();
  }
}
