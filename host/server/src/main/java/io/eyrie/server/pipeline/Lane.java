// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the alerts and checkpoints of one source instance go, in order, and word of what is
 * durable.
 *
 * <p>Of the instance's worker thread. Adding waits while there is no room: that is the
 * back-pressure on the source.
 */
public interface Lane {

  /** Hands over an alert. */
  void append(AlertRecord alert) throws InterruptedException;

  /**
   * Asks for word, by {@link #committed()}, once everything so far is durable.
   *
   * @param ticket larger than that of the checkpoint before, or {@link Long#MIN_VALUE} when no word
   *     is wanted
   * @param position to be made durable not before the alerts ahead of it, or null
   */
  void checkpoint(long ticket, @Nullable Position position) throws InterruptedException;

  /**
   * Keeps an open count of folded alerts, in case of a crash, together with the checkpoint that
   * follows: both become durable or neither.
   */
  void fold(String key, String state);

  /** Hands over the alert that tells a folded count, which is not kept any more. */
  void settle(String key, AlertRecord alert) throws InterruptedException;

  /** The open counts that a crash left behind, by key. */
  Map<String, String> folds();

  /** The largest ticket whose checkpoint is durable; {@link Long#MIN_VALUE} before the first. */
  long committed();

  /** Waits until all that was handed over is durable; returns whether it is within the limit. */
  boolean flush(Duration limit) throws InterruptedException;

  /** The event time of the newest durable alert of the instance; empty when there is none. */
  OptionalLong newestEventTime();

  /**
   * The identities of the instance's durable alerts whose events lie beyond its durable positions,
   * to be judged again.
   */
  Set<String> uncovered();

  /** The instance's durable positions. */
  Positions positions();
}
