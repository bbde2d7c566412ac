// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import java.util.List;
import java.util.Optional;

/** The stored positions of one source instance, read from the database each time. */
final class StoredPositions implements Positions {

  /**
   * The place that says with which number the alerts begin that are stored beyond the positions of
   * the instance; it is not there when there are none.
   */
  static final String UNCOVERED = "eyrie:uncovered";

  /** Reads positions. */
  interface Rows {
    Optional<String> cursor(String instance, String partition);

    List<Position> all(String instance);
  }

  private final CommitLane lane;
  private final Rows rows;

  StoredPositions(CommitLane lane, Rows rows) {
    this.lane = lane;
    this.rows = rows;
  }

  @Override
  public Optional<String> cursor(String partition) {
    return rows.cursor(lane.instance(), partition);
  }

  @Override
  public List<Position> all() {
    return rows.all(lane.instance());
  }

  @Override
  public void forget(String partition) {
    try {
      lane.forget(partition);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
