// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Holds every metric of the host and its plugins by name and labels.
 *
 * <p>Safe for several threads. At most {@value #LIMIT} metrics are kept: beyond that a new one
 * works for whoever asked for it, does not appear among the samples, and is counted in {@code
 * eyrie_metrics_refused_total}.
 */
public final class MetricRegistry {

  /** How many metrics are kept. */
  public static final int LIMIT = 10_000;

  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final double NANOS = 1e9;

  private record Key(String name, MetricKind kind, Map<String, String> labels) {}

  private sealed interface Metric {
    record Counter(String help, LongAdder adder) implements Metric {}

    record Gauge(String help, LongSupplier reading) implements Metric {}

    record Timing(String help, Timer timer) implements Metric {}
  }

  private final Map<Key, Metric> metrics = new ConcurrentHashMap<>();
  private final LongAdder refused;

  /** Makes a registry with nothing in it but its own count of refusals. */
  public MetricRegistry() {
    refused = counter("metrics_refused", "Metrics that were not kept for want of room.", Map.of());
  }

  /**
   * The counter {@code eyrie_<name>_total} with these labels, a new one or the one there is.
   *
   * @param name snake_case, without prefix and unit
   * @throws IllegalArgumentException if the name is not
   */
  public LongAdder counter(String name, String help, Map<String, String> labels) {
    Metric metric =
        metric(name, MetricKind.COUNTER, labels, () -> new Metric.Counter(help, new LongAdder()));
    if (metric instanceof Metric.Counter(String _, LongAdder adder)) {
      return adder;
    }
    throw new IllegalStateException("no counter under a counter's name: " + name);
  }

  /**
   * Keeps the gauge {@code eyrie_<name>} with these labels; a later reading takes the place of the
   * earlier one.
   *
   * @param reading called from any thread; one that throws is left out of the samples
   * @throws IllegalArgumentException if the name is not snake_case
   */
  public void gauge(String name, String help, Map<String, String> labels, LongSupplier reading) {
    Key key = key(name, MetricKind.GAUGE, labels);
    Metric gauge = new Metric.Gauge(help, reading);
    if (metrics.replace(key, gauge) == null) {
      keep(key, () -> gauge);
    }
  }

  /**
   * The timer {@code eyrie_<name>_seconds} with these labels, a new one or the one there is.
   *
   * @throws IllegalArgumentException if the name is not snake_case
   */
  public Timer timer(String name, String help, Map<String, String> labels) {
    Metric metric =
        metric(name, MetricKind.TIMER, labels, () -> new Metric.Timing(help, new Timer()));
    if (metric instanceof Metric.Timing(String _, Timer timer)) {
      return timer;
    }
    throw new IllegalStateException("no timer under a timer's name: " + name);
  }

  /** All metrics as they are now, in the order of their names and labels. */
  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    metrics.forEach((key, metric) -> {
      switch (metric) {
        case Metric.Counter(String help, LongAdder adder) ->
            samples.add(sample(key, help, adder.sum(), 0, 0));
        case Metric.Gauge(String help, LongSupplier reading) -> {
          try {
            samples.add(sample(key, help, reading.getAsLong(), 0, 0));
          } catch (RuntimeException _) {
            // A plugin's reading that fails must not take the others with it.
          }
        }
        case Metric.Timing(String help, Timer timer) ->
            samples.add(
                sample(
                    key, help, timer.sumNanos() / NANOS, timer.count(), timer.maxNanos() / NANOS));
      }
    });
    samples.sort((one, other) -> {
      int byName = one.name().compareTo(other.name());
      return byName != 0 ? byName : one.labels().toString().compareTo(other.labels().toString());
    });
    return List.copyOf(samples);
  }

  void forget(String name, MetricKind kind, Map<String, String> labels) {
    metrics.remove(key(name, kind, labels));
  }

  private Metric metric(
      String name, MetricKind kind, Map<String, String> labels, Supplier<Metric> maker) {
    Key key = key(name, kind, labels);
    Metric present = metrics.get(key);
    return present == null ? keep(key, maker) : present;
  }

  private Metric keep(Key key, Supplier<Metric> maker) {
    if (metrics.size() >= LIMIT) {
      refused.increment();
      return maker.get();
    }
    return metrics.computeIfAbsent(key, _ -> maker.get());
  }

  private static Key key(String name, MetricKind kind, Map<String, String> labels) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a metric name in snake_case: " + name);
    }
    Objects.requireNonNull(kind, "kind");
    return new Key(
        "eyrie_" + name + kind.suffix(), kind, Collections.unmodifiableMap(new TreeMap<>(labels)));
  }

  private static Sample sample(Key key, String help, Number value, long count, double max) {
    return new Sample(key.name(), key.kind(), help, key.labels(), value, count, max);
  }
}
