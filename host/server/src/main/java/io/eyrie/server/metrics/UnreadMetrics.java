// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import io.eyrie.api.observe.Metrics;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Metrics that nobody reads, for events that are not the host's own. */
public final class UnreadMetrics implements Metrics {

  @Override
  public LongAdder counter(String name, String help) {
    return new LongAdder();
  }

  @Override
  public void gauge(String name, String help, LongSupplier reading) {}

  @Override
  public LongConsumer timer(String name, String help) {
    return _ -> {};
  }
}
