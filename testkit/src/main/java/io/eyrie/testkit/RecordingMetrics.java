// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.observe.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Metrics in memory. Safe for several threads. */
public final class RecordingMetrics implements Metrics {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> timers = new ConcurrentHashMap<>();

  /** Makes metrics without any reading. */
  public RecordingMetrics() {}

  @Override
  public LongAdder counter(String name, String help) {
    return counters.computeIfAbsent(checked(name), _ -> new LongAdder());
  }

  @Override
  public void gauge(String name, String help, LongSupplier reading) {
    gauges.put(checked(name), reading);
  }

  @Override
  public LongConsumer timer(String name, String help) {
    LongAdder count = timers.computeIfAbsent(checked(name), _ -> new LongAdder());
    return _ -> count.increment();
  }

  /** What a counter counted; 0 for one that was never asked for. */
  public long counted(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /**
   * What a gauge reads now.
   *
   * @throws IllegalArgumentException if there is no such gauge
   */
  public long reading(String name) {
    LongSupplier gauge = gauges.get(name);
    if (gauge == null) {
      throw new IllegalArgumentException("no gauge " + name);
    }
    return gauge.getAsLong();
  }

  /** How many durations a timer was given; 0 for one that was never asked for. */
  public long timed(String name) {
    LongAdder timer = timers.get(name);
    return timer == null ? 0 : timer.sum();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("the name of a metric is snake_case: " + name);
    }
    return name;
  }
}
