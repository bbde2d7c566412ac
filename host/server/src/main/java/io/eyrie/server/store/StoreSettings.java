// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.time.Duration;

/**
 * The bounds of the alert store.
 *
 * @param maxBytes how much of the database the alerts may fill before the oldest go, at least 1 MiB
 * @param maxAge how long an alert is kept
 * @param queueAlerts how many alerts wait in memory for the disk before their sources wait
 * @param queueBytes the same in bytes of memory
 * @param tailAlerts how many of the newest alerts are kept in memory for readers
 * @param tailBytes the same in bytes of memory
 */
public record StoreSettings(
    long maxBytes,
    Duration maxAge,
    int queueAlerts,
    long queueBytes,
    int tailAlerts,
    long tailBytes) {

  private static final long MIB = 1 << 20;

  /** Checks the ranges. */
  public StoreSettings {
    if (maxBytes < MIB) {
      throw new IllegalArgumentException("maxBytes below 1 MiB: " + maxBytes);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("maxAge not positive: " + maxAge);
    }
    if (queueAlerts < 1 || queueBytes < 1 || tailAlerts < 1 || tailBytes < 1) {
      throw new IllegalArgumentException("bounds below 1");
    }
  }

  /** 1 GiB and 30 days on disk; 10,000 alerts or 32 MiB waiting; a tail of 4,096 or 8 MiB. */
  public static StoreSettings defaults() {
    return new StoreSettings(1024 * MIB, Duration.ofDays(30), 10_000, 32 * MIB, 4096, 8 * MIB);
  }

  /** These settings with other bounds on disk. */
  public StoreSettings keeping(long bytes, Duration age) {
    return new StoreSettings(bytes, age, queueAlerts, queueBytes, tailAlerts, tailBytes);
  }

  /** These settings with another number of alerts in the queue and in the tail. */
  public StoreSettings holding(int queued, int tail) {
    return new StoreSettings(maxBytes, maxAge, queued, queueBytes, tail, tailBytes);
  }
}
