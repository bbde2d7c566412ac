// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import io.eyrie.dist.NumberedTriggers.Done;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a subscriber gets of live system calls while the host is killed and started again. */
@Isolated("watches the live kernel")
final class KilledHostIT {

  @TempDir Path folder;

  @Test
  void aSubscriberGetsExactlyWhatHappenedOutsideTheDeclaredGaps() throws Exception {
    Needs.systemCalls();
    try (NumberedTriggers triggers = NumberedTriggers.in(folder.resolve("files"))) {
      Site site =
          Site.in(folder)
              .rules(triggers.rules())
              .configure("sources:\n  - plugin: syscall-ebpf\n    config: {ring_size: 32MiB}\n");
      HostProcess host = HostProcess.start(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        triggers.start();
        for (int kills = 1; kills <= 2; kills++) {
          triggers.awaitMore(500);
          int before = triggers.done().getLast().number();
          host.await(
              () -> "it has caught up; " + subscriber.standing(), () -> hasOne(subscriber, before));
          host.kill();
          triggers.awaitMore(100);
          host = HostProcess.start(site);
          int told = kills;
          host.await(
              () -> "the gap is told; " + subscriber.standing(),
              () -> subscriber.internal("not watching").size() == told);
        }
        triggers.awaitMore(500);
        triggers.stop();
        int last = triggers.done().getLast().number();
        host.await(
            () -> "the last number has come; " + subscriber.standing(),
            () -> hasOne(subscriber, last));

        assertThat(subscriber.internal("not watching")).hasSize(2);
        assertAllIsReceivedOrTold(triggers.done(), subscriber);
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  @Test
  void theSameHoldsForAHostThatIsKilledWhileItStarts() throws Exception {
    Needs.systemCalls();
    try (NumberedTriggers triggers = NumberedTriggers.in(folder.resolve("files"))) {
      Site site =
          Site.in(folder)
              .rules(triggers.rules())
              .configure("sources:\n  - plugin: syscall-ebpf\n    config: {ring_size: 32MiB}\n");
      triggers.start();
      HostProcess host = HostProcess.launch(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        host.await(
            () -> "the first alert has come; " + subscriber.standing(),
            () -> !subscriber.alerts(NumberedTriggers.CONNECTED).isEmpty());
        host.kill();
        for (Milestone milestone : Milestone.values()) {
          triggers.awaitMore(50);
          host = HostProcess.launch(site);
          HostProcess starting = host;
          int before = subscriber.count();
          host.await(
              milestone.name(),
              () ->
                  switch (milestone) {
                    case SPEAKING -> !starting.err().isEmpty();
                    case ANSWERING -> starting.answers();
                    case RUNNING -> starting.running();
                    case JUDGING -> subscriber.count() > before;
                  });
          host.kill();
        }
        triggers.awaitMore(50);
        host = HostProcess.start(site);
        triggers.awaitMore(100);
        triggers.stop();
        HostProcess last = host;
        int end = triggers.done().getLast().number();
        last.await(
            () -> "the last number has come; " + subscriber.standing(),
            () -> hasOne(subscriber, end));
        Instant first = time(subscriber.alerts(NumberedTriggers.CONNECTED).getFirst());
        assertAllIsReceivedOrTold(
            triggers.done().stream().filter(one -> one.before().isAfter(first)).toList(),
            subscriber);
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  /** How far a start has come when it is killed. */
  private enum Milestone {
    SPEAKING,
    ANSWERING,
    RUNNING,
    JUDGING
  }

  private static void assertAllIsReceivedOrTold(List<Done> done, Subscriber subscriber) {
    List<Unwatched> gaps = subscriber.internal("not watching").stream().map(Unwatched::of).toList();
    List<Unwatched> declared = new ArrayList<>(gaps);
    subscriber.internal("events lost").stream().map(Unwatched::of).forEach(declared::add);
    assertThat(gaps).isNotEmpty().allMatch(gap -> gap.from().isBefore(gap.to()));
    assertNoneTwice(subscriber.alerts());
    assertExact(
        done,
        subscriber.alerts(NumberedTriggers.OPENED),
        NumberedTriggers::opened,
        one -> new Unwatched(one.before(), one.between()),
        gaps,
        declared);
    assertExact(
        done,
        subscriber.alerts(NumberedTriggers.CONNECTED),
        NumberedTriggers::connected,
        one -> new Unwatched(one.between(), one.after()),
        gaps,
        declared);
    assertThat(subscriber.gaps()).isEmpty();
  }

  private static boolean hasOne(Subscriber subscriber, int number) {
    return subscriber.alerts(NumberedTriggers.CONNECTED).reversed().stream()
        .anyMatch(alert -> NumberedTriggers.connected(alert.getMessage()) == number);
  }

  private static void assertNoneTwice(List<Alert> alerts) {
    Set<String> ids = new HashSet<>();
    assertThat(alerts).allMatch(alert -> ids.add(alert.getId()), "comes once");
  }

  private static void assertExact(
      List<Done> done,
      List<Alert> alerts,
      Function<String, Integer> number,
      Function<Done, Unwatched> when,
      List<Unwatched> gaps,
      List<Unwatched> declared) {
    List<Integer> received =
        alerts.stream().map(Alert::getMessage).map(number).collect(Collectors.toList());
    assertThat(received).doesNotHaveDuplicates();

    assertThat(alerts)
        .as("nothing is received of a time that was not watched")
        .noneMatch(alert -> gaps.stream().anyMatch(gap -> gap.hasInside(time(alert))));

    Set<Integer> known = new HashSet<>(received);
    List<Done> missing = done.stream().filter(one -> !known.contains(one.number())).toList();
    assertThat(missing).as("things happened while the host was dead").isNotEmpty();
    List<Done> untold =
        missing.stream()
            .filter(one -> {
              Unwatched span = when.apply(one);
              return declared.stream().noneMatch(gap -> gap.touches(span.from(), span.to()));
            })
            .toList();
    assertThat(untold)
        .as("what is missing happened in a time that was declared: %s", declared)
        .isEmpty();
  }

  private static Instant time(Alert alert) {
    return Instant.ofEpochSecond(alert.getTime().getSeconds(), alert.getTime().getNanos());
  }
}
