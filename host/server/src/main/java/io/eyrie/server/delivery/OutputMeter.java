// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.observe.Metrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What the host counts of one output, also for {@code eyrie status}.
 *
 * @param delivered alerts that were taken
 * @param retried batches that had to be given again
 * @param dead alerts set aside as dead letters
 * @param filtered alerts that the output does not want
 * @param suppressed alerts that were held back and counted
 * @param latency how long deliveries took that were taken, nanoseconds
 */
record OutputMeter(
    LongAdder delivered,
    LongAdder retried,
    LongAdder dead,
    LongAdder filtered,
    LongAdder suppressed,
    LongConsumer latency) {

  /**
   * The meters of an output.
   *
   * @param lag how many stored alerts it has not delivered
   * @param oldest when the oldest of them was stored, nanoseconds since the epoch; 0 for none
   */
  static OutputMeter of(Metrics metrics, LongSupplier lag, LongSupplier oldest) {
    metrics.gauge("lag_alerts", "Stored alerts that the output has not delivered.", lag);
    metrics.gauge(
        "lag_seconds",
        "How long ago the oldest alert was stored that the output has not delivered.",
        () -> seconds(oldest.getAsLong()));
    return new OutputMeter(
        metrics.counter("delivered_alerts", "Alerts that the output has taken."),
        metrics.counter("retried_batches", "Batches that had to be given again."),
        metrics.counter("dead_alerts", "Alerts that were set aside as dead letters."),
        metrics.counter("filtered_alerts", "Alerts that the output does not want."),
        metrics.counter("suppressed_alerts", "Alerts that were held back and counted."),
        metrics.timer("latency", "How long deliveries took."));
  }

  /** How long ago that was; 0 for never. */
  static long seconds(long since) {
    return since == 0
        ? 0
        : Math.max(
            0,
            TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis())
                - TimeUnit.NANOSECONDS.toSeconds(since));
  }
}
