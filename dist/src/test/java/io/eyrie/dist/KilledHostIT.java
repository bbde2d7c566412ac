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

/** What a subscriber gets of live system calls while the host is killed and started again. */
final class KilledHostIT {

  /** How far the clock that stamps events may be off the one that this test reads. */
  private static final long CLOCK_SLACK_NANOS = 1_000_000;

  @TempDir Path folder;

  /** A time that the host says it saw nothing, or not everything, of. */
  private record Unwatched(Instant from, Instant to) {

    static Unwatched of(Alert alert) {
      return new Unwatched(
          Instant.parse(Subscriber.field(alert, "eyrie.from").getText()),
          Instant.parse(Subscriber.field(alert, "eyrie.to").getText()));
    }

    boolean touches(Instant begin, Instant end) {
      return begin.isBefore(to.plusNanos(CLOCK_SLACK_NANOS))
          && end.isAfter(from.minusNanos(CLOCK_SLACK_NANOS));
    }

    boolean hasInside(Instant time) {
      return time.isAfter(from) && time.isBefore(to);
    }
  }

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
          host.kill();
          triggers.awaitMore(100);
          host = HostProcess.start(site);
          int told = kills;
          host.await(
              () -> "the gap is told; " + subscriber.standing(), () -> subscriber.internal("not watching").size() == told);
        }
        triggers.awaitMore(500);
        triggers.stop();
        int last = triggers.done().getLast().number();
        host.await(
            () -> "the last number has come; " + subscriber.standing(), () -> hasLast(subscriber, last));

        List<Unwatched> gaps =
            subscriber.internal("not watching").stream().map(Unwatched::of).toList();
        List<Unwatched> declared = new ArrayList<>(gaps);
        subscriber.internal("events lost").stream().map(Unwatched::of).forEach(declared::add);
        assertThat(gaps).hasSize(2).allMatch(gap -> gap.from().isBefore(gap.to()));
        assertNoneTwice(subscriber.alerts());
        assertExact(
            triggers.done(),
            subscriber.alerts(NumberedTriggers.OPENED),
            NumberedTriggers::opened,
            done -> new Unwatched(done.before(), done.between()),
            gaps,
            declared);
        assertExact(
            triggers.done(),
            subscriber.alerts(NumberedTriggers.CONNECTED),
            NumberedTriggers::connected,
            done -> new Unwatched(done.between(), done.after()),
            gaps,
            declared);
        assertThat(subscriber.gaps()).isEmpty();
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  private static boolean hasLast(Subscriber subscriber, int last) {
    return subscriber.alerts(NumberedTriggers.CONNECTED).reversed().stream()
        .anyMatch(alert -> NumberedTriggers.connected(alert.getMessage()) == last);
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
    assertThat(done)
        .as("what is missing happened in a time that was declared")
        .filteredOn(one -> !known.contains(one.number()))
        .isNotEmpty()
        .allMatch(
            one -> {
              Unwatched span = when.apply(one);
              return declared.stream().anyMatch(gap -> gap.touches(span.from(), span.to()));
            });
  }

  private static Instant time(Alert alert) {
    return Instant.ofEpochSecond(alert.getTime().getSeconds(), alert.getTime().getNanos());
  }
}
