// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param events events judged
 * @param alerts alerts raised
 * @param malformed records that were no events, by kind
 * @param rules how many rules judged the events
 * @param took from the first event on to the end, opening included
 * @param failure why the replay ended before its input did; empty when it did not
 */
public record ReplaySummary(
    long events,
    long alerts,
    Map<String, Long> malformed,
    int rules,
    Duration took,
    Optional<String> failure) {

  /** Copies the map. */
  public ReplaySummary {
    malformed = Map.copyOf(malformed);
  }
}
