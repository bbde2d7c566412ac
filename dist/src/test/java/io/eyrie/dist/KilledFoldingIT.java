// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import io.eyrie.dist.NumberedTriggers.Done;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What is counted of alerts that are folded while the host is killed and started again. */
@Isolated("watches the live kernel")
final class KilledFoldingIT {

  private static final int ADMITTED = 20;
  private static final int KILLS = 4;

  @TempDir Path folder;

  @Test
  void eachRecordOfAFileIsInAnAlertOfItsOwnOrInOneCount() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder)
            .rules(NumberedRecords.rule(1))
            .configure(ADMITTED, "sources:\n" + records.source());
    HostProcess host = HostProcess.start(site);
    try (Subscriber subscriber = Subscriber.of(site)) {
      for (int kills = 0; kills < KILLS; kills++) {
        int before = subscriber.count();
        records.append(20_000);
        // In the midst of them: the first alerts are stored, the rest is being counted.
        host.await("alerts of the new records come", () -> subscriber.count() > before);
        host.kill();
        host = HostProcess.start(site);
      }
      records.append(1_000);
      HostProcess running = host;
      running.await(
          () -> "all records are counted; " + standing(subscriber, NumberedRecords.RULE),
          () -> counted(subscriber, NumberedRecords.RULE) >= records.written());
      assertThat(running.terminate()).isZero();

      // What was still to be told, if anything was, comes ahead of the alert of one more record.
      host = HostProcess.start(site);
      int last = records.written();
      records.append(1);
      host.await(
          "the last record has an alert of its own", () -> numbers(subscriber).contains(last));
      assertThat(numbers(subscriber)).doesNotHaveDuplicates();
      assertThat(folded(subscriber, NumberedRecords.RULE)).isPositive();
      assertThat(counted(subscriber, NumberedRecords.RULE))
          .as(standing(subscriber, NumberedRecords.RULE))
          .isEqualTo(records.written());
      assertThat(host.stackTrace()).isEmpty();
    } finally {
      host.close();
    }
  }

  @Test
  void whatIsLostOfACountOfSystemCallsHappenedInADeclaredGap() throws Exception {
    Needs.systemCalls();
    try (NumberedTriggers triggers = NumberedTriggers.in(folder.resolve("files"))) {
      Site site =
          Site.in(folder)
              .rules(triggers.rules())
              .configure(
                  ADMITTED, "sources:\n  - plugin: syscall-ebpf\n    config: {ring_size: 32MiB}\n");
      HostProcess host = HostProcess.start(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        triggers.start();
        for (int kills = 1; kills <= KILLS; kills++) {
          int alerts = subscriber.alerts(NumberedTriggers.CONNECTED).size();
          triggers.awaitMore(20 * ADMITTED);
          host.await(
              () -> "alerts come; " + subscriber.standing(),
              () -> subscriber.alerts(NumberedTriggers.CONNECTED).size() > alerts + ADMITTED);
          host.kill();
          triggers.awaitMore(50);
          host = HostProcess.start(site);
          int told = kills;
          host.await(
              () -> "the gap is told; " + subscriber.standing(),
              () -> subscriber.internal("not watching").size() == told);
        }
        triggers.awaitMore(10 * ADMITTED);
        triggers.stop();
        assertThat(host.terminate()).isZero();
        host = HostProcess.start(site);
        host.await(
            () -> "the last gap is told; " + subscriber.standing(),
            () -> subscriber.internal("not watching").size() == KILLS + 1);

        List<Unwatched> declared =
            new ArrayList<>(
                subscriber.internal("not watching").stream().map(Unwatched::of).toList());
        subscriber.internal("events lost").stream().map(Unwatched::of).forEach(declared::add);
        assertCounted(
            subscriber,
            NumberedTriggers.OPENED,
            triggers.done(),
            one -> new Unwatched(one.before(), one.between()),
            declared);
        assertCounted(
            subscriber,
            NumberedTriggers.CONNECTED,
            triggers.done(),
            one -> new Unwatched(one.between(), one.after()),
            declared);
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  private static void assertCounted(
      Subscriber subscriber,
      String rule,
      List<Done> done,
      Function<Done, Unwatched> when,
      List<Unwatched> declared) {
    long excused =
        done.stream()
            .map(when)
            .filter(span -> declared.stream().anyMatch(gap -> gap.touches(span.from(), span.to())))
            .count();
    assertThat(folded(subscriber, rule)).isPositive();
    assertThat(counted(subscriber, rule))
        .as("%s; %d of %d in %s", standing(subscriber, rule), excused, done.size(), declared)
        .isBetween(done.size() - excused, (long) done.size());
  }

  private static List<Integer> numbers(Subscriber subscriber) {
    return subscriber.alerts(NumberedRecords.RULE).stream().map(Subscriber::number).toList();
  }

  /** How many events of a rule have been told, each by an alert of its own or in a count. */
  private static long counted(Subscriber subscriber, String rule) {
    return subscriber.alerts(rule).size() + folded(subscriber, rule);
  }

  private static long folded(Subscriber subscriber, String rule) {
    return subscriber.internal("alerts folded").stream()
        .filter(alert -> Subscriber.field(alert, "eyrie.rule").getText().equals(rule))
        .mapToLong(KilledFoldingIT::count)
        .sum();
  }

  private static long count(Alert alert) {
    return Subscriber.field(alert, "eyrie.count").getInteger();
  }

  private static String standing(Subscriber subscriber, String rule) {
    return "%d alerts, folded %s; %s"
        .formatted(
            subscriber.alerts(rule).size(),
            subscriber.internal("alerts folded").stream().map(KilledFoldingIT::count).toList(),
            subscriber.standing());
  }
}
