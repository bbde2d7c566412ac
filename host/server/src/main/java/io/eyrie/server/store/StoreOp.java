// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.source.Position;
import io.eyrie.server.alert.AlertRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing for the store's thread to write; those of one lane are written in their order. */
sealed interface StoreOp {

  /** Stores an alert, unless one of its identity is stored. */
  record Add(CommitLane lane, AlertRecord alert) implements StoreOp {}

  /**
   * Stores a position, if any, and the counts of alerts that are being folded, so that a crash
   * finds both or neither; lets the lane know by the ticket.
   *
   * @param folds the states of the counts that have changed, by key
   */
  record Mark(CommitLane lane, long ticket, @Nullable Position position, Map<String, String> folds)
      implements StoreOp {}

  /** Forgets a position. */
  record Forget(CommitLane lane, String partition) implements StoreOp {}

  /** Replaces a kept count by the alert that tells it. */
  record Settle(CommitLane lane, String key, AlertRecord alert) implements StoreOp {}

  /** Something rare that its caller waits for. */
  record Call(SqlTask task, CallResult result) implements StoreOp {}

  /** What a {@link Call} does within the transaction. */
  @FunctionalInterface
  interface SqlTask {
    /** Runs on the store's thread; may run again when the commit fails. */
    void run(Connection connection) throws SQLException;
  }

  /** The lane that waits for it, if any. */
  default @Nullable CommitLane owner() {
    return switch (this) {
      case Add(CommitLane lane, var _) -> lane;
      case Mark(CommitLane lane, var _, var _, var _) -> lane;
      case Forget(CommitLane lane, var _) -> lane;
      case Settle(CommitLane lane, var _, var _) -> lane;
      case Call _ -> null;
    };
  }

  /** About how many bytes it takes in memory. */
  default int weight() {
    return switch (this) {
      case Add(var _, AlertRecord alert) -> alert.weight();
      case Settle(var _, var _, AlertRecord alert) -> alert.weight();
      case Mark(var _, var _, Position position, Map<String, String> folds) -> {
        int weight = 128;
        if (position != null) {
          weight += 2 * (position.partition().length() + position.cursor().length());
        }
        for (Map.Entry<String, String> fold : folds.entrySet()) {
          weight += 128 + 2 * (fold.getKey().length() + fold.getValue().length());
        }
        yield weight;
      }
      case Forget _, Call _ -> 128;
    };
  }

  /** Whether it should be written at once rather than with what comes within the next moment. */
  default boolean urgent() {
    return switch (this) {
      case Add _, Settle _, Call _ -> true;
      case Mark(var _, long ticket, Position position, var _) ->
          position == null && ticket != Long.MIN_VALUE;
      case Forget _ -> false;
    };
  }
}
