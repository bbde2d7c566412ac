// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import org.junit.jupiter.api.Test;

/** Events whose fields come late wait for them, in order and within bounds. */
final class LateFieldsTest extends WorkerBench {

  private static final String LATE =
      rule("late", "s.number < 100 and s.late = web")
          .replace("%s.number", "%s.number %s.word %s.late %evt.num");

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
}
