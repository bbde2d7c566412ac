// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Positions in memory; what is forgotten goes with the next commit, as in the host. */
public final class MemoryPositions implements Positions {

  private final Map<String, String> cursors = new TreeMap<>();
  private final Set<String> forgotten = new HashSet<>();

  /** Positions that an earlier run left. */
  public MemoryPositions(List<Position> stored) {
    stored.forEach(position -> cursors.put(position.partition(), position.cursor()));
  }

  @Override
  public Optional<String> cursor(String partition) {
    return Optional.ofNullable(cursors.get(partition));
  }

  @Override
  public List<Position> all() {
    return cursors.entrySet().stream()
        .map(entry -> new Position(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public void forget(String partition) {
    forgotten.add(partition);
  }

  /** Stores positions, and forgets what was to be forgotten. */
  public void commit(List<Position> positions) {
    positions.forEach(position -> cursors.put(position.partition(), position.cursor()));
    // What is forgotten is not read again, so that no position can be newer.
    forgotten.forEach(cursors::remove);
    forgotten.clear();
  }
}
