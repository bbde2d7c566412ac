// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.engine.alert.EventTimes;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.admission.AdmissionSettings;
import io.eyrie.server.admission.FoldedAlerts;
import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What was lost, not watched or folded is told with exact counts. */
final class CountedEventsTest extends WorkerBench {

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
  void aRuleThatMatchesEveryEventOfAMinuteIsCountedExactlyAndHoldsUpNothing() throws Exception {
    int perSecond = 5_000;
    int seconds = 60;
    AtomicLong now = new AtomicLong();
    ticks = now::get;
    admission = Admission.limited(new AdmissionSettings(100, 1_000, Duration.ofSeconds(10), 2));
    ScriptedSource source = new ScriptedSource();
    SourceWorker worker = start(source, EVERY + rule("rare", "s.number in (77777, 222222)"));
    for (int second = 0; second < seconds; second++) {
      long first = (long) second * perSecond + 1;
      source.script.add((self, sink) -> {
        for (long number = first; number < first + perSecond; number++) {
          self.event(sink, number);
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        return Progress.MORE;
      });
    }
    source.script.add((self, sink) -> Progress.END);
    worker.awaitEnd();

    long stored = 1_000 + 100L * (seconds - 1);
    awaitAlerts("every event", (int) stored);
    awaitAlerts("rare", 2);
    awaitTold("every event", (long) perSecond * seconds);
    assertThat(worker.status().alerts()).isEqualTo((long) perSecond * seconds + 2);
    assertThat(named("Eyrie internal: alerts folded"))
        .allSatisfy(summary -> {
          assertThat(summary.fields()).containsEntry("eyrie.rule", "every event");
          assertThat(summary.fields().get("eyrie.samples")).asInstanceOf(LIST).hasSize(2);
        });
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
}
