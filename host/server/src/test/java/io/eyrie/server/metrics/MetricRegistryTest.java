// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class MetricRegistryTest {

  private final MetricRegistry registry = new MetricRegistry();

  @Test
  void aCounterIsTheSameEachTimeItIsAskedFor() {
    registry.counter("alerts", "Alerts.", Map.of("rule", "A")).increment();
    registry.counter("alerts", "Alerts.", Map.of("rule", "A")).add(2);
    registry.counter("alerts", "Alerts.", Map.of("rule", "B")).increment();

    assertThat(named("eyrie_alerts_total"))
        .extracting(Sample::labels, Sample::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Map.of("rule", "A"), 3L),
            org.assertj.core.groups.Tuple.tuple(Map.of("rule", "B"), 1L));
  }

  @Test
  void aTimerTellsNumberSumAndMaximumInSeconds() {
    Timer timer = registry.timer("commit", "Commits.", Map.of());
    timer.accept(500_000_000);
    timer.accept(1_500_000_000);
    timer.accept(-5);

    Sample sample = named("eyrie_commit_seconds").getFirst();
    assertThat(sample.count()).isEqualTo(3);
    assertThat(sample.value()).isEqualTo(2.0);
    assertThat(sample.max()).isEqualTo(1.5);
  }

  @Test
  void aGaugeIsReadWhenAskedAndTheLaterReadingCounts() {
    registry.gauge("depth", "Depth.", Map.of(), () -> 1);
    registry.gauge("depth", "Depth.", Map.of(), () -> 7);

    assertThat(named("eyrie_depth")).extracting(Sample::value).containsExactly(7L);
  }

  @Test
  void aGaugeThatThrowsIsLeftOutAndTheOthersStay() {
    registry.gauge(
        "broken",
        "Broken.",
        Map.of(),
        () -> {
          throw new IllegalStateException("plugin");
        });
    registry.gauge("whole", "Whole.", Map.of(), () -> 1);

    assertThat(named("eyrie_broken")).isEmpty();
    assertThat(named("eyrie_whole")).hasSize(1);
  }

  @Test
  void namesAreSnakeCase() {
    assertThatThrownBy(() -> registry.counter("Alerts-1", "Alerts.", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Alerts-1");
  }

  @Test
  void beyondTheLimitMetricsWorkUnseenAndAreCounted() {
    for (int i = 0; i < MetricRegistry.LIMIT + 5; i++) {
      registry.counter("many", "Many.", Map.of("n", Integer.toString(i))).increment();
    }

    assertThat(registry.samples()).hasSize(MetricRegistry.LIMIT);
    assertThat(named("eyrie_metrics_refused_total").getFirst().value()).isEqualTo(6L);
  }

  @Test
  void anInstanceHasItsPluginsNameBeforeAndItsOwnBesideItsMetrics() {
    try (InstanceMetrics metrics = new InstanceMetrics(registry, "syscall-ebpf", "kernel")) {
      LongAdder lost = metrics.counter("lost", "Lost.");
      lost.add(4);
      LongConsumer timer = metrics.timer("poll", "Polls.");
      timer.accept(1_000);

      Sample sample = named("eyrie_syscall_ebpf_lost_total").getFirst();
      assertThat(sample.labels()).containsEntry("instance", "kernel");
      assertThat(sample.value()).isEqualTo(4L);
      assertThat(metrics.counter("lost", "Lost.")).isSameAs(lost);
      assertThat(named("eyrie_syscall_ebpf_poll_seconds")).hasSize(1);
    }
  }

  @Test
  void metricsEndWithTheInstance() {
    InstanceMetrics metrics = new InstanceMetrics(registry, "queue", "one");
    InstanceMetrics neighbour = new InstanceMetrics(registry, "queue", "two");
    metrics.counter("read", "Read.");
    neighbour.counter("read", "Read.");
    metrics.gauge("depth", "Depth.", () -> 1);
    metrics.close();

    metrics.counter("read", "Read.").increment();
    metrics.gauge("depth", "Depth.", () -> 1);

    assertThat(registry.samples())
        .extracting(Sample::labels)
        .contains(Map.of("instance", "two"))
        .doesNotContain(Map.of("instance", "one"));
  }

  @Test
  void anInstanceThatMakesUpNamesWithoutEndIsStopped() {
    InstanceMetrics metrics = new InstanceMetrics(registry, "wild", "w");
    for (int i = 0; i < InstanceMetrics.LIMIT + 3; i++) {
      metrics.counter("c" + i, "Count.").increment();
    }

    assertThat(registry.samples()).hasSize(InstanceMetrics.LIMIT + 1);
    assertThat(named("eyrie_metrics_refused_total").getFirst().value()).isEqualTo(3L);
  }

  private List<Sample> named(String name) {
    return registry.samples().stream().filter(sample -> sample.name().equals(name)).toList();
  }
}
