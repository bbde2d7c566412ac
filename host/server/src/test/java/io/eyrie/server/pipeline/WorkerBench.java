// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.config.CaptureConfig;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.RecordingHealth;
import io.eyrie.testkit.RecordingMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Workers on scripted sources with a real store, and the alerts that come out of it. */
abstract class WorkerBench {

  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String EVERY = rule("every event", "s.number >= 0");

  @TempDir Path home;

  final RecordingMetrics metrics = new RecordingMetrics();
  final List<Alert> seen = new ArrayList<>();
  Delivery delivery = Delivery.AT_LEAST_ONCE;
  Admission admission = Admission.unlimited();
  LongSupplier ticks = System::nanoTime;

  AlertStore store;
  private AlertReader alerts;
  private final List<SourceWorker> workers = new ArrayList<>();

  @BeforeEach
  void openStore() throws Exception {
    store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    alerts = store.log("test").fromOldest(AlertFilter.all());
  }

  @AfterEach
  void closeAll() throws InterruptedException {
    for (SourceWorker worker : workers) {
      worker.stop(LIMIT);
    }
    alerts.close();
    store.close();
  }

  static ScriptedSource.Poll ticks(long... numbers) {
    return (self, sink) -> {
      for (long number : numbers) {
        self.event(sink, number);
      }
      return Progress.MORE;
    };
  }

  /** The numbers from one to another, and a position behind them. */
  static ScriptedSource.Poll upTo(long from, long last) {
    return (self, sink) -> {
      Progress progress = ticks(LongStream.rangeClosed(from, last).toArray()).run(self, sink);
      sink.checkpoint(last, new Position("log", Long.toString(last)));
      return progress;
    };
  }

  /** How many events of a rule were told in all, each by itself or in a count. */
  long told(String rule) throws InterruptedException {
    readAlerts(Duration.ZERO);
    long counted =
        named("Eyrie internal: alerts folded").stream()
            .mapToLong(alert -> (Long) alert.fields().getOrDefault("eyrie.count", 0L))
            .sum();
    return named(rule).size() + counted;
  }

  void awaitTold(String rule, long count) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (told(rule) < count && System.nanoTime() - deadline < 0) {
      readAlerts(Duration.ofMillis(100));
    }
    assertThat(told(rule)).as("told of rule '%s'", rule).isEqualTo(count);
  }

  SourceWorker start(ScriptedSource source, String rules) {
    return start(source, CompletableFuture.completedFuture(binding("1-test", rules)));
  }

  SourceWorker start(ScriptedSource source, CompletableFuture<Binding> binding) {
    HostAlerts hostAlerts =
        new HostAlerts("host", LineTime.CLOCK, () -> EpochNanos.now(InstantSource.system()));
    SourceInstance instance =
        new SourceInstance(
            "one",
            "scripted",
            WorkerBench.class.getClassLoader(),
            ScriptedSource.declaration(delivery),
            context -> {
              source.opened = true;
              return source;
            },
            Optional.empty());
    StoreLane lane = StoreLane.of(store, "one");
    SourceWorker worker =
        SourceWorker.start(
            instance,
            new Context("one", lane.positions(), metrics, new RecordingHealth(), home),
            lane,
            new Judging(
                "host",
                ZoneId.of("UTC"),
                LineTime.CLOCK,
                RuleMatching.ALL,
                () -> admission,
                hostAlerts,
                CaptureConfig.NONE,
                InstantSource.system(),
                ticks),
            binding,
            3);
    workers.add(worker);
    return worker;
  }

  private record Context(
      String instance, Positions positions, Metrics metrics, Health health, Path dataDirectory)
      implements SourceContext {}

  Binding binding(String revision, String rules) {
    return new Binding(
        revision,
        new RuleCompiler(List.of(ScriptedSource.declaration(delivery)))
            .compile(List.of(new SourceText("rules.yaml", rules)))
            .rules()
            .orElseThrow()
            .index("scripted")
            .orElseThrow());
  }

  static String rule(String name, String condition) {
    return """
    - rule: %s
      desc: For the test.
      condition: %s
      output: saw %%s.number
      priority: notice
      source: scripted
    """
        .formatted(name, condition);
  }

  List<Alert> named(String rule) {
    return seen.stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  void awaitAlerts(String rule, int count) throws InterruptedException {
    Predicate<Alert> wanted = alert -> alert.rule().equals(rule);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (seen.stream().filter(wanted).count() < count && System.nanoTime() - deadline < 0) {
      readAlerts(Duration.ofMillis(100));
    }
    assertThat(seen.stream().filter(wanted)).as("alerts of rule '%s'", rule).hasSize(count);
  }

  void readAlerts(Duration patience) throws InterruptedException {
    for (AlertEntry entry : alerts.read(1_000, patience)) {
      if (entry.alert() != null) {
        seen.add(entry.alert());
      }
    }
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time left").isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
