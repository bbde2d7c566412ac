// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.SourceContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What a host lends, without a host. */
final class StandaloneContext implements SourceContext, Metrics, Health {

  final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
  volatile String health = "";
  private final Path data;

  StandaloneContext(Path data) {
    this.data = data;
  }

  @Override
  public String instance() {
    return "syscall";
  }

  @Override
  public Positions positions() {
    throw new UnsupportedOperationException("a best-effort source keeps no positions");
  }

  @Override
  public Metrics metrics() {
    return this;
  }

  @Override
  public Health health() {
    return this;
  }

  @Override
  public Path dataDirectory() {
    return data;
  }

  @Override
  public LongAdder counter(String name, String help) {
    return counters.computeIfAbsent(name, _ -> new LongAdder());
  }

  @Override
  public void gauge(String name, String help, LongSupplier reading) {
    gauges.put(name, reading);
  }

  @Override
  public LongConsumer timer(String name, String help) {
    return nanos -> {};
  }

  @Override
  public void healthy() {
    health = "healthy";
  }

  @Override
  public void degraded(String reason) {
    health = reason;
  }
}
