// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

/** What a metric counts, and with it how its name ends. */
public enum MetricKind {
  /** Only grows; the name ends in {@code _total}. */
  COUNTER("_total"),
  /** Goes up and down; the name is as given. */
  GAUGE(""),
  /** Durations; the name ends in {@code _seconds}. */
  TIMER("_seconds");

  private final String suffix;

  MetricKind(String suffix) {
    this.suffix = suffix;
  }

  String suffix() {
    return suffix;
  }
}
