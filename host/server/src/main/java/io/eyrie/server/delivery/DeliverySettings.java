// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.time.Duration;

/**
 * How delivery paces itself.
 *
 * @param batch the most alerts given to an output at once, at least 1
 * @param firstPause after the first failure; doubled with each further one
 * @param longestPause the pauses grow to this
 * @param stallAfter a call into an output that takes longer is reported
 * @param tries how often in a row an output may fail by its own fault before it is given up
 * @param drain how long outputs may go on delivering when the host stops
 */
public record DeliverySettings(
    int batch,
    Duration firstPause,
    Duration longestPause,
    Duration stallAfter,
    int tries,
    Duration drain) {

  /** Checks the ranges. */
  public DeliverySettings {
    if (batch < 1 || tries < 1 || firstPause.isNegative() || firstPause.isZero()) {
      throw new IllegalArgumentException("batch, tries and pauses must be above zero");
    }
  }

  /** Batches of 256; pauses of 200 ms to 30 s; a stall after 30 s; 5 tries; 5 s to drain. */
  public static DeliverySettings defaults() {
    return new DeliverySettings(
        256,
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        5,
        Duration.ofSeconds(5));
  }
}
