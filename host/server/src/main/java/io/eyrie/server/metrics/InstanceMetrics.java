// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import io.eyrie.api.observe.Metrics;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The metrics of one plugin instance: {@code lines} of the instance {@code trail} of the plugin
 * {@code cloudtrail} is {@code eyrie_cloudtrail_lines_total{instance="trail"}}.
 *
 * <p>Safe for several threads. At most {@value #LIMIT} names are kept per instance; {@link
 * #close()} takes all of them out of the registry, after which the plugin may go on counting
 * unseen.
 */
public final class InstanceMetrics implements Metrics, AutoCloseable {

  /** How many names one instance may have. */
  public static final int LIMIT = 500;

  private record Name(String name, MetricKind kind) {}

  private final MetricRegistry registry;
  private final String prefix;
  private final Map<String, String> labels;
  private final Set<Name> names = ConcurrentHashMap.newKeySet();
  private final LongAdder refused;
  private volatile boolean closed;

  /**
   * Makes the metrics of an instance; none is kept yet.
   *
   * @param plugin the plugin's id, whose letters outside snake_case become {@code _}
   * @param instance the configured name
   */
  public InstanceMetrics(MetricRegistry registry, String plugin, String instance) {
    this.registry = registry;
    this.prefix = plugin.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_";
    this.labels = Map.of("instance", instance);
    this.refused =
        registry.counter(
            "metrics_refused", "Metrics that were not kept for want of room.", Map.of());
  }

  @Override
  public LongAdder counter(String name, String help) {
    return admits(name, MetricKind.COUNTER)
        ? registry.counter(prefix + name, help, labels)
        : new LongAdder();
  }

  @Override
  public void gauge(String name, String help, LongSupplier reading) {
    if (admits(name, MetricKind.GAUGE)) {
      registry.gauge(prefix + name, help, labels, reading);
    }
  }

  @Override
  public LongConsumer timer(String name, String help) {
    return admits(name, MetricKind.TIMER)
        ? registry.timer(prefix + name, help, labels)
        : new Timer();
  }

  /** Takes the instance's metrics out of the registry. */
  @Override
  public void close() {
    synchronized (names) {
      closed = true;
      names.forEach(name -> registry.forget(prefix + name.name(), name.kind(), labels));
      names.clear();
    }
  }

  private boolean admits(String name, MetricKind kind) {
    if (!MetricRegistry.NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a metric name in snake_case: " + name);
    }
    synchronized (names) {
      Name wanted = new Name(name, kind);
      if (closed) {
        return false;
      }
      if (names.contains(wanted)) {
        return true;
      }
      if (names.size() >= LIMIT) {
        refused.increment();
        return false;
      }
      return names.add(wanted);
    }
  }
}
