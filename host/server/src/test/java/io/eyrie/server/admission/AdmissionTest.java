// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Priority;
import io.eyrie.server.admission.Admission.Verdict;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final long SECOND = 1_000_000_000L;
  private static final AdmissionSettings SETTINGS =
      new AdmissionSettings(100, 50, Duration.ofSeconds(10), 2);

  private final Admission admission = Admission.limited(SETTINGS);

  /** A clock may stand anywhere, also just before it turns negative. */
  private final long start = nearTheEndOfTheClock();

  private long time;
  private long stored;
  private long folded;

  private static long nearTheEndOfTheClock() {
    return Long.MAX_VALUE - 3 * SECOND;
  }

  private void match(String rule, long nowNanos) {
    switch (admission.admit(rule, ++time, nowNanos)) {
      case STORE -> stored++;
      case SAMPLE -> {
        folded++;
        admission.sample(alert(rule, time));
      }
      case COUNT -> folded++;
    }
  }

  @Test
  void a_burst_comes_through_and_what_is_above_folds_into_one_exact_count() {
    for (int i = 0; i < 1000; i++) {
      match("Noisy", start);
    }
    assertThat(stored).isEqualTo(50);
    assertThat(admission.closed(start + 9 * SECOND)).isEmpty();
    List<FoldedAlerts> closed = admission.closed(start + 10 * SECOND);
    assertThat(closed)
        .containsExactly(
            new FoldedAlerts(
                "Noisy",
                Priority.WARNING,
                "syscall",
                "kernel",
                "r1",
                950,
                51,
                1000,
                List.of("match 51", "match 52")));
    assertThat(admission.closed(start + 100 * SECOND)).isEmpty();
  }

  @Test
  void the_rate_lasts_for_as_long_as_the_rule_matches() {
    for (int i = 0; i < 10_000; i++) {
      match("Noisy", start + i * SECOND / 1000);
    }
    assertThat(stored).isBetween(50L + 990, 50L + 1000);
    assertThat(stored + folded).isEqualTo(10_000);
    long counted =
        admission.closeAll(start + 10 * SECOND).stream().mapToLong(FoldedAlerts::count).sum();
    assertThat(counted).isEqualTo(folded);
  }

  @Test
  void one_rule_takes_nothing_from_another() {
    for (int i = 0; i < 1000; i++) {
      match("Noisy", start);
    }
    stored = 0;
    match("Quiet", start);
    assertThat(stored).isEqualTo(1);
  }

  @Test
  void a_rule_that_was_quiet_has_its_burst_again() {
    for (int i = 0; i < 100; i++) {
      match("Noisy", start);
    }
    stored = 0;
    for (int i = 0; i < 100; i++) {
      match("Noisy", start + 60 * SECOND);
    }
    assertThat(stored).isEqualTo(50);
  }

  @Test
  void an_open_count_is_given_once_for_each_change_to_be_kept_with_a_checkpoint() {
    for (int i = 0; i < 60; i++) {
      match("Noisy", start);
    }
    assertThat(admission.changed()).singleElement().extracting(FoldedAlerts::count).isEqualTo(10L);
    assertThat(admission.changed()).isEmpty();
    match("Noisy", start);
    FoldedAlerts open = admission.changed().getFirst();
    assertThat(open.count()).isEqualTo(11);
    assertThat(FoldedAlerts.parse(open.state())).isEqualTo(open);
  }

  @Test
  void in_replay_everything_is_stored() {
    Admission unlimited = Admission.unlimited();
    for (int i = 0; i < 100_000; i++) {
      assertThat(unlimited.admit("Noisy", i, start)).isEqualTo(Verdict.STORE);
    }
    assertThat(unlimited.changed()).isEmpty();
    assertThat(unlimited.closed(start)).isEmpty();
  }

  @Test
  void a_kept_state_that_was_not_written_by_it_is_refused() {
    for (String text : List.of("", "{}", "[]", "[1,2", "nonsense", "[\"r\",\"LOUD\"]")) {
      assertThatThrownBy(() -> FoldedAlerts.parse(text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static AlertRecord alert(String rule, long number) {
    return AlertRecord.of(
        AlertIds.repeatable("kernel").id("", number, rule, 0),
        number,
        rule,
        Priority.WARNING,
        "syscall",
        "kernel",
        List.of(),
        "host-1",
        "match " + number,
        Map.of(),
        "r1");
  }
}
