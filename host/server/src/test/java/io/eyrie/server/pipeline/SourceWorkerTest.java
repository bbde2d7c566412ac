// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Scripted events go in at a source, real alerts come out of a real store. */
final class SourceWorkerTest extends WorkerBench {

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
}
