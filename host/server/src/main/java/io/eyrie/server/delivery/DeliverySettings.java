// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.time.Duration;

/**
 * What holds for every output.
 *
 * @param stallAfter a call into an output that has not returned so long after its time-out, or a
 *     call without one, is reported
 * @param tries how often in a row an output may fail by its own fault before it is given up
 * @param drain how long outputs may go on delivering when the host stops
 */
public record DeliverySettings(Duration stallAfter, int tries, Duration drain) {

  /** Checks the ranges. */
  public DeliverySettings {
    if (tries < 1) {
      throw new IllegalArgumentException("tries must be above zero");
    }
  }

  /** A stall after 30 s; 5 tries; 5 s to drain. */
  public static DeliverySettings defaults() {
    return new DeliverySettings(Duration.ofSeconds(30), 5, Duration.ofSeconds(5));
  }
}
