// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.alert.EventTimes;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.admission.AdmissionSettings;
import io.eyrie.server.admission.FoldedAlerts;
import io.eyrie.server.alert.AlertRecord;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripted events go in at a source, real alerts come out of a real store. */
final class SourceWorkerTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LATE =
      rule("late", "s.number < 100 and s.late = web")
          .replace("%s.number", "%s.number %s.word %s.late %evt.num");

  private static final String EVERY = rule("every event", "s.number >= 0");

  @TempDir Path home;

  private final RecordingMetrics metrics = new RecordingMetrics();

  private AlertStore store;
  private AlertReader alerts;
  private final List<Alert> seen = new ArrayList<>();
  private final List<SourceWorker> workers = new ArrayList<>();
  private Delivery delivery = Delivery.AT_LEAST_ONCE;
  private Admission admission = Admission.unlimited();

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

  @Test
  void eachEventThatMatchesRaisesOneAlertWithItsFields() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("large", "s.number > 2"));
    source.script.add(ticks(1, 2, 3, 4));
    awaitAlerts("large", 2);
    assertThat(seen).extracting(Alert::message).containsExactly("saw 3", "saw 4");
    Alert first = seen.getFirst();
    assertThat(first.fields()).containsEntry("s.number", 3L);
    assertThat(first.source()).isEqualTo("scripted");
    assertThat(first.instance()).isEqualTo("one");
    assertThat(first.revision()).isEqualTo("1-test");
    assertThat(first.timeNanos()).isEqualTo(3);
  }

  @Test
  void aCheckpointIsToldOnlyWhenItAndAllAlertsBeforeItAreStored() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, EVERY);
    source.script.add((self, sink) -> {
      self.event(sink, 1);
      sink.checkpoint(7);
      self.event(sink, 2);
      sink.checkpoint(9, new Position("log", "2"));
      return Progress.MORE;
    });
    await(() -> source.committed.contains(9L));
    awaitAlerts("every event", 2);
    assertThat(store.lane("one").positions().cursor("log")).contains("2");
  }

  @Test
  void anEventThatNeedsALateFieldIsJudgedWhenItArrivesAsItWas() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, LATE);
    source.script.add((self, sink) -> {
      self.waiting(sink, 1, 7);
      self.waiting(sink, 2, 8);
      self.event(sink, 3);
      self.arrives(sink, 8, "no");
      self.arrives(sink, 7, "web");
      return Progress.MORE;
    });
    awaitAlerts("late", 1);
    await(() -> worker.status().events() == 3);
    assertThat(seen)
        .extracting(Alert::message, Alert::timeNanos)
        .containsExactly(tuple("saw 1 word 1 web 1", 1L));
    assertThat(metrics.counted("events_held")).isEqualTo(2);
    assertThat(metrics.counted("events_held_expired")).isZero();
  }

  @Test
  void anEventThatNoRuleNeedsLateFieldsOfIsJudgedAtOnce() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("large", "s.number > 2") + LATE);
    source.script.add((self, sink) -> {
      self.waiting(sink, 200, 7);
      return Progress.MORE;
    });
    awaitAlerts("large", 1);
    assertThat(metrics.counted("events_held")).isZero();
  }

  @Test
  void anOutputThatShowsALateFieldWaitsForIt() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("shown", "s.number > 2").replace("%s.number", "%s.number %s.late"));
    source.script.add((self, sink) -> {
      self.waiting(sink, 1, 7);
      self.waiting(sink, 5, 7);
      self.arrives(sink, 7, "web");
      return Progress.MORE;
    });
    awaitAlerts("shown", 1);
    assertThat(seen.getFirst().message()).isEqualTo("saw 5 web");
    assertThat(metrics.counted("events_held")).isEqualTo(1);
  }

  @Test
  void whatDoesNotArriveIsJudgedWithoutItAfterAWhile() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("absent", "not s.late exists"));
    source.script.add((self, sink) -> {
      self.waiting(sink, 1, 7);
      return Progress.MORE;
    });
    awaitAlerts("absent", 1);
    assertThat(metrics.counted("events_held_expired")).isEqualTo(1);
  }

  @Test
  void whatWaitsAtTheEndIsJudged() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, rule("absent", "not s.late exists"));
    source.script.add((self, sink) -> {
      self.waiting(sink, 1, 7);
      return Progress.END;
    });
    worker.awaitEnd();
    awaitAlerts("absent", 1);
  }

  @Test
  void aCheckpointWaitsForNothing() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("absent", "not s.late exists"));
    source.script.add((self, sink) -> {
      self.waiting(sink, 1, 7);
      sink.checkpoint(1, new Position("log", "1"));
      return Progress.MORE;
    });
    await(() -> source.committed.contains(1L));
    awaitAlerts("absent", 1);
  }

  @Test
  void theMarkOfWhatWasWatchedStaysBeforeWhatWaits() throws Exception {
    delivery = Delivery.BEST_EFFORT;
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, rule("shown", "s.number = 5 and s.late = web") + EVERY);
    await(() -> worker.status().state() == WorkerState.RUNNING);
    source.script.add((self, sink) -> {
      self.waiting(sink, 5, 7);
      sink.accept(0, Long.MAX_VALUE - 10, 9);
      return Progress.MORE;
    });
    source.script.add((self, sink) -> {
      assertThat(WatchMark.last(store.lane("one").positions()).orElse(0))
          .isLessThan(Long.MAX_VALUE / 2);
      self.arrives(sink, 7, "web");
      return Progress.MORE;
    });
    awaitAlerts("shown", 1);
    await(() -> WatchMark.last(store.lane("one").positions()).orElse(0) == Long.MAX_VALUE - 10);
  }

  @Test
  void tooManyThatWaitAreJudgedAtOnceAndCounted() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, LATE);
    source.script.add((self, sink) -> {
      for (int i = 1; i <= 5_000; i++) {
        self.waiting(sink, 1, 7);
      }
      self.arrives(sink, 7, "no");
      return Progress.MORE;
    });
    await(() -> worker.status().events() == 5_000);
    assertThat(metrics.counted("events_held")).isEqualTo(4096);
    assertThat(metrics.counted("events_not_held")).isEqualTo(904);
  }

  @Test
  void theSameEventReadTwiceIsStoredOnce() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, EVERY);
    source.script.add(ticks(1, 2));
    source.script.add(ticks(1, 2, 3));
    awaitAlerts("every event", 3);
    await(() -> store.state().repeated() == 2);
  }

  @Test
  void aFiniteSourceEndsWithEverythingStored() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add((self, sink) -> {
      self.event(sink, 1);
      sink.checkpoint(1);
      return Progress.END;
    });
    worker.awaitEnd();
    assertThat(worker.status().state()).isEqualTo(WorkerState.ENDED);
    assertThat(source.committed).containsExactly(1L);
    awaitAlerts("every event", 1);
  }

  @Test
  void aSourceIsOpenedWhileItsFirstRulesAreStillCompiled() throws Exception {
    ScriptedSource source = new ScriptedSource();
    CompletableFuture<Binding> coming = new CompletableFuture<>();
    start(source, coming);
    source.script.add(ticks(1));
    await(() -> source.opened);
    assertThat(source.enabled).isEmpty();
    coming.complete(binding("1-test", EVERY));
    awaitAlerts("every event", 1);
  }

  @Test
  void withoutRulesToBeginWithTheSourceIsClosedAndTheWorkerEnds() throws Exception {
    ScriptedSource source = new ScriptedSource();
    CompletableFuture<Binding> coming = new CompletableFuture<>();
    SourceWorker worker = start(source, coming.thenApply(binding -> binding));
    await(() -> source.opened);
    coming.cancel(false);
    worker.awaitEnd();
    assertThat(worker.status().state()).isEqualTo(WorkerState.STOPPED);
    assertThat(source.closed).isTrue();
    assertThat(store.state().stored()).isZero();
  }

  @Test
  void everyEventIsJudgedByOneRevisionAcrossReloads() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    int reloads = 50;
    for (int i = 1; i <= reloads; i++) {
      source.script.add(ticks(10L * i, 10L * i + 1));
      worker.prepare(binding(i + "-reload", EVERY)).get(60, TimeUnit.SECONDS);
      worker.commit().get(60, TimeUnit.SECONDS);
    }
    awaitAlerts("every event", 2 * reloads);
    assertThat(seen)
        .extracting(Alert::timeNanos)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, reloads)
                .flatMap(i -> LongStream.of(10 * i, 10 * i + 1))
                .boxed()
                .toList());
    assertThat(worker.status().revision()).isEqualTo(reloads + "-reload");
  }

  @Test
  void rulesThatTheSourceCanNotServeLeaveTheOldOnesInForce() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    await(() -> worker.status().state() == WorkerState.RUNNING);
    source.refuse("no such path");
    assertThatThrownBy(() -> worker.prepare(binding("2-test", EVERY)).get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(PluginException.class)
        .hasMessageContaining("no such path");
    worker.commit().get(60, TimeUnit.SECONDS);
    source.script.add(ticks(1));
    awaitAlerts("every event", 1);
    assertThat(seen.getFirst().revision()).isEqualTo("1-test");
  }

  @Test
  void eventTypesWidenBeforeTheSwapAndNarrowAfterIt() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, rule("ticks", "evt.type = tick and s.number > 0"));
    await(() -> worker.status().state() == WorkerState.RUNNING);
    worker
        .prepare(binding("2-test", rule("tocks", "evt.type = tock and s.number > 0")))
        .get(60, TimeUnit.SECONDS);
    worker.commit().get(60, TimeUnit.SECONDS);
    assertThat(source.enabled).extracting(Object::toString).containsExactly("{0}", "{0, 1}", "{1}");
  }

  @Test
  void aSourceThatFailsIsNamedAndOpenedAgain() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add(ticks(1));
    source.script.add((self, sink) -> {
      throw new IllegalStateException("out of feathers");
    });
    source.script.add(ticks(2));
    awaitAlerts("every event", 2);
    assertThat(named("Eyrie internal: plugin restarted"))
        .singleElement()
        .extracting(Alert::message)
        .asString()
        .contains("one of plugin scripted", "out of feathers");
    assertThat(worker.status().restarts()).isEqualTo(1);
  }

  @Test
  void aFailureThatNoRetryMendsGivesTheSourceUpAtOnce() throws Exception {
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add((self, sink) -> {
      throw PluginException.user("no.permission", "may not listen: give it CAP_HEARING");
    });
    worker.awaitEnd();
    assertThat(worker.status().state()).isEqualTo(WorkerState.GIVEN_UP);
    assertThat(worker.status().detail()).isEqualTo("may not listen: give it CAP_HEARING");
    awaitAlerts("Eyrie internal: plugin given up", 1);
  }

  @Test
  void aRuleThatFailsIsQuarantinedAndAllOthersGoOn() throws Exception {
    ScriptedSource source = new ScriptedSource();
    start(source, rule("bad", "s.broken = 1") + EVERY);
    source.script.add(ticks(1, 2));
    awaitAlerts("every event", 2);
    assertThat(named("Eyrie internal: rule quarantined")).hasSize(1);
    assertThat(named("Eyrie internal: rule quarantined").getFirst().message())
        .contains("rule 'bad'", "broken on purpose");
  }

  @Test
  void lossIsAnAlert() throws Exception {
    delivery = Delivery.BEST_EFFORT;
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add((self, sink) -> {
      sink.lost(new Loss(3, 10, 20, "ring full"));
      return Progress.MORE;
    });
    awaitAlerts("Eyrie internal: events lost", 1);
    assertThat(seen.getFirst().fields()).containsEntry("eyrie.count", 3L);
    assertThat(worker.status().lost()).isEqualTo(3);
  }

  @Test
  void aBestEffortSourceTellsWhatItDidNotWatchSinceTheLastTime() throws Exception {
    delivery = Delivery.BEST_EFFORT;
    ScriptedSource before = new ScriptedSource();
    SourceWorker first = start(before, EVERY);
    before.script.add(ticks(1_000));
    awaitAlerts("every event", 1);
    await(() -> WatchMark.last(store.lane("one").positions()).isPresent());
    first.stop(LIMIT);
    assertThat(named("Eyrie internal: not watching")).isEmpty();

    ScriptedSource after = new ScriptedSource();
    start(after, EVERY);
    awaitAlerts("Eyrie internal: not watching", 1);
    assertThat(named("Eyrie internal: not watching").getFirst().fields())
        .containsEntry("eyrie.instance", "one");
  }

  @Test
  void anEventOfABestEffortSourceIsNeverTakenForOneOfAnEarlierRun() throws Exception {
    delivery = Delivery.BEST_EFFORT;
    ScriptedSource before = new ScriptedSource();
    start(before, EVERY).stop(Duration.ZERO.plusSeconds(60));
    ScriptedSource one = new ScriptedSource();
    SourceWorker worker = start(one, EVERY);
    one.script.add(ticks(1));
    awaitAlerts("every event", 1);
    worker.stop(LIMIT);
    ScriptedSource two = new ScriptedSource();
    start(two, EVERY);
    two.script.add(ticks(1));
    awaitAlerts("every event", 2);
  }

  @Test
  void aFloodOfAlertsIsFoldedWithAnExactCount() throws Exception {
    admission = Admission.limited(new AdmissionSettings(1, 10, Duration.ofHours(1), 2));
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add(ticks(LongStream.rangeClosed(1, 1_000).toArray()));
    source.script.add((self, sink) -> Progress.END);
    worker.awaitEnd();
    awaitAlerts("Eyrie internal: alerts folded", 1);
    assertThat(named("Eyrie internal: alerts folded").getFirst().fields())
        .containsEntry("eyrie.count", 1_000L - named("every event").size());
    assertThat(worker.status().alerts()).isEqualTo(1_000);
  }

  @Test
  void aSourceThatFailsInAFloodIsCountedExactlyWhenItReadsOn() throws Exception {
    admission = Admission.limited(new AdmissionSettings(1, 10, Duration.ofHours(1), 2));
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add(upTo(1, 100));
    source.script.add(ticks(LongStream.rangeClosed(101, 150).toArray()));
    source.script.add((self, sink) -> {
      throw new IllegalStateException("in the midst of it");
    });
    source.script.add(upTo(101, 200));
    source.script.add((self, sink) -> Progress.END);
    worker.awaitEnd();
    assertThat(told("every event")).isEqualTo(200);
  }

  @Test
  void anAlertThatWasStoredBeyondThePositionIsNotCountedWhenItsEventIsReadAgain() throws Exception {
    admission = Admission.limited(new AdmissionSettings(1, 20, Duration.ofHours(1), 2));
    ScriptedSource before = new ScriptedSource();
    SourceWorker first = start(before, EVERY);
    before.script.add(upTo(1, 5));
    before.script.add(ticks(LongStream.rangeClosed(6, 30).toArray()));
    await(() -> first.status().alerts() == 30);
    first.stop(LIMIT);

    admission = Admission.limited(new AdmissionSettings(1, 5, Duration.ofHours(1), 2));
    ScriptedSource after = new ScriptedSource();
    SourceWorker second = start(after, EVERY);
    after.script.add(upTo(6, 60));
    after.script.add((self, sink) -> Progress.END);
    second.awaitEnd();
    assertThat(told("every event")).isEqualTo(60);
  }

  @Test
  void whatABestEffortSourceCountedBehindItsLastMarkIsToldAsNotWatched() throws Exception {
    delivery = Delivery.BEST_EFFORT;
    // What a host leaves that is killed after it stored an alert and was counting others.
    StoreLane killed = StoreLane.of(store, "one");
    killed.checkpoint(Long.MIN_VALUE, new Position("eyrie:watched", "1000"));
    FoldedAlerts open =
        new FoldedAlerts(
            "every event",
            Priority.NOTICE,
            "scripted",
            "one",
            "1-test",
            1,
            1_500,
            1_500,
            List.of());
    killed.fold(open.rule(), open.state());
    killed.checkpoint(Long.MIN_VALUE, null);
    killed.append(
        AlertRecord.of(
            "00000000000000000000000000000001",
            2_000,
            "every event",
            Priority.NOTICE,
            "scripted",
            "one",
            List.of(),
            "host",
            "saw 2000",
            Map.of(),
            "1-test"));
    assertThat(killed.flush(LIMIT)).isTrue();

    start(new ScriptedSource(), EVERY);
    awaitAlerts("Eyrie internal: not watching", 1);
    assertThat(named("Eyrie internal: not watching").getFirst().fields())
        .containsEntry("eyrie.from", EventTimes.iso8601Zulu(1_000));
    assertThat(named("Eyrie internal: alerts folded")).hasSize(1);
  }

  @Test
  void aPluginThatHangsIsLeftBehindAndSaidToHang() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY);
    source.script.add((self, sink) -> {
      hung.countDown();
      boolean waiting = true;
      while (waiting) {
        try {
          free.await();
          waiting = false;
        } catch (InterruptedException _) {
          waiting = true;
        }
      }
      return Progress.MORE;
    });
    assertThat(hung.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.stop(Duration.ofMillis(50))).isFalse();
    free.countDown();
    assertThat(worker.stop(LIMIT)).isTrue();
  }

  private static ScriptedSource.Poll ticks(long... numbers) {
    return (self, sink) -> {
      for (long number : numbers) {
        self.event(sink, number);
      }
      return Progress.MORE;
    };
  }

  /** The numbers from one to another, and a position behind them. */
  private static ScriptedSource.Poll upTo(long from, long last) {
    return (self, sink) -> {
      Progress progress = ticks(LongStream.rangeClosed(from, last).toArray()).run(self, sink);
      sink.checkpoint(last, new Position("log", Long.toString(last)));
      return progress;
    };
  }

  /** How many events of a rule were told in all, each by itself or in a count. */
  private long told(String rule) throws InterruptedException {
    readAlerts(Duration.ZERO);
    long counted =
        named("Eyrie internal: alerts folded").stream()
            .mapToLong(alert -> (Long) alert.fields().getOrDefault("eyrie.count", 0L))
            .sum();
    return named(rule).size() + counted;
  }

  private SourceWorker start(ScriptedSource source, String rules) {
    return start(source, CompletableFuture.completedFuture(binding("1-test", rules)));
  }

  private SourceWorker start(ScriptedSource source, CompletableFuture<Binding> binding) {
    HostAlerts hostAlerts =
        new HostAlerts("host", LineTime.CLOCK, () -> EpochNanos.now(InstantSource.system()));
    SourceInstance instance =
        new SourceInstance(
            "one",
            "scripted",
            SourceWorkerTest.class.getClassLoader(),
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
                InstantSource.system()),
            binding,
            3);
    workers.add(worker);
    return worker;
  }

  private record Context(
      String instance, Positions positions, Metrics metrics, Health health, Path dataDirectory)
      implements SourceContext {}

  private Binding binding(String revision, String rules) {
    return new Binding(
        revision,
        new RuleCompiler(List.of(ScriptedSource.declaration(delivery)))
            .compile(List.of(new SourceText("rules.yaml", rules)))
            .rules()
            .orElseThrow()
            .index("scripted")
            .orElseThrow());
  }

  private static String rule(String name, String condition) {
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

  private List<Alert> named(String rule) {
    return seen.stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  private void awaitAlerts(String rule, int count) throws InterruptedException {
    Predicate<Alert> wanted = alert -> alert.rule().equals(rule);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (seen.stream().filter(wanted).count() < count && System.nanoTime() - deadline < 0) {
      readAlerts(Duration.ofMillis(100));
    }
    assertThat(seen.stream().filter(wanted)).as("alerts of rule '%s'", rule).hasSize(count);
  }

  private void readAlerts(Duration patience) throws InterruptedException {
    for (AlertEntry entry : alerts.read(1_000, patience)) {
      if (entry.alert() != null) {
        seen.add(entry.alert());
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time left").isNegative();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
