// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.delivery.DeliveryPolicy.Suppression;
import io.eyrie.server.store.Alerts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Windows of suppression, their counts and what of them is stored. */
class HeldBackTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Suppression BY_NAME =
      new Suppression(Duration.ofSeconds(10), List.of("proc.name"));

  private final HostAlerts hostAlerts = new HostAlerts("host-1", LineTime.CLOCK, System::nanoTime);
  private final Map<String, String> stored = new HashMap<>();

  private HeldBack open() {
    return new HeldBack("out", BY_NAME, hostAlerts, Map.copyOf(stored));
  }

  private void keep(HeldBack held) {
    held.changes()
        .forEach((name, state) -> {
          if (state.isPresent()) {
            stored.put(name, state.get());
          } else {
            stored.remove(name);
          }
        });
  }

  private static AlertRecord of(long number, String process) {
    AlertRecord plain = Alerts.numbered(number);
    return plain.dressed(plain.message(), plain.tags(), Map.of("proc.name", process));
  }

  @Test
  void the_first_of_a_key_passes_the_others_are_counted_until_the_window_ends() {
    HeldBack held = open();
    assertThat(held.holds(of(1, "cat"), 0)).isFalse();
    assertThat(held.holds(of(2, "cat"), 1)).isTrue();
    assertThat(held.holds(of(3, "dog"), 2)).as("another key").isFalse();
    assertThat(held.holds(of(4, "cat"), 9 * SECOND)).isTrue();
    assertThat(held.close(9 * SECOND)).isEmpty();
    assertThat(held.nextEnd()).isEqualTo(10 * SECOND);

    List<AlertRecord> summaries = held.close(10 * SECOND + 5).stream().map(held::summary).toList();
    assertThat(summaries)
        .singleElement()
        .satisfies(summary -> {
          assertThat(summary.rule()).isEqualTo("Eyrie internal: alerts suppressed");
          assertThat(summary.priority()).isEqualTo(of(1, "cat").priority());
          assertThat(summary.fields())
              .containsEntry("eyrie.rule", "Numbered file read")
              .containsEntry("eyrie.key", List.of("cat"))
              .containsEntry("eyrie.count", 2L);
          assertThat(summary.message()).contains("2 alerts more").contains("file 2 was read");
        });
    assertThat(held.nextEnd()).isEqualTo(Long.MAX_VALUE);
    assertThat(held.holds(of(5, "cat"), 11 * SECOND)).as("a new window").isFalse();
  }

  @Test
  void counts_go_on_from_what_was_stored_and_a_summary_keeps_its_identity() {
    HeldBack before = open();
    before.holds(of(1, "cat"), 0);
    before.holds(of(2, "cat"), 1);
    keep(before);
    before.holds(of(3, "cat"), 2);

    HeldBack after = open();
    assertThat(after.holds(of(3, "cat"), 3)).as("read again after a kill").isTrue();
    keep(after);
    AlertRecord told = after.summary(after.close(20 * SECOND).getFirst());
    assertThat(told.fields()).containsEntry("eyrie.count", 2L);
  }

  @Test
  void a_summary_that_is_told_again_after_a_kill_says_the_same() {
    HeldBack before = open();
    before.holds(of(1, "cat"), 0);
    before.holds(of(2, "cat"), 1);
    HeldBack.Closed closed = before.close(20 * SECOND).getFirst();
    keep(before);
    AlertRecord told = before.summary(closed);

    HeldBack after = open();
    assertThat(after.holds(of(3, "cat"), 21 * SECOND)).as("of a new window").isFalse();
    AlertRecord again = after.summary(after.closedBefore().getFirst());
    assertThat(again.id()).isEqualTo(told.id());
    assertThat(again.fields()).isEqualTo(told.fields());
    after.close(40 * SECOND);
    keep(after);
    assertThat(stored).isEmpty();
  }

  @Test
  void what_can_not_be_counted_any_more_is_let_through() {
    HeldBack held = open();
    for (int i = 0; i < HeldBack.MOST; i++) {
      assertThat(held.holds(of(i, "p" + i), 0)).isFalse();
    }
    assertThat(held.holds(of(1, "one more"), 0)).isFalse();
    assertThat(held.holds(of(1, "one more"), 0)).isFalse();
    assertThat(held.holds(of(1, "p1"), 0)).isTrue();
  }

  @Test
  void a_state_that_can_not_be_read_is_left_behind() {
    stored.put("x", "nonsense");
    HeldBack held = open();
    assertThat(held.close(Long.MAX_VALUE)).isEmpty();
    assertThat(held.changes()).isEqualTo(Map.of("x", Optional.empty()));
  }
}
