// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.alert.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final long MIB = 1 << 20;
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path home;

  private final List<RetentionGap> reported = new CopyOnWriteArrayList<>();

  private final StoreEvents events =
      new StoreEvents() {
        @Override
        public void retentionPassed(RetentionGap gap) {
          reported.add(gap);
        }

        @Override
        public void failing(String reason) {}

        @Override
        public void recovered(long failedForNanos) {}
      };

  private AlertStore open(long maxBytes, Duration maxAge) throws Exception {
    return AlertStore.open(
        home, StoreSettings.defaults().keeping(maxBytes, maxAge).holding(10_000, 16), events);
  }

  @Test
  void by_size_the_oldest_go_and_a_reader_is_told_in_their_place_exactly_how_many()
      throws Exception {
    try (AlertStore store = open(MIB, MONTH)) {
      store.register("dead");
      CommitLane lane = store.lane("first");
      AlertStoreTest.append(lane, 1, 6000);
      StoreFaultTest.until(() -> store.state().removed() > 0 && store.state().usedBytes() <= MIB);
      long removed = 6000 - store.state().held();
      List<AlertEntry> entries = readAll(store.log("dead").ofOutput());
      AlertEntry.Gap gap = java.util.Objects.requireNonNull(entries.getFirst().gap());
      assertThat(gap.count()).isEqualTo(removed);
      assertThat(gap.fromNanos()).isEqualTo(Alerts.START + 1);
      assertThat(gap.toNanos()).isEqualTo(Alerts.START + removed);
      assertThat(AlertStoreTest.numbers(entries.subList(1, entries.size())))
          .containsExactlyElementsOf(
              java.util.stream.LongStream.rangeClosed(removed + 1, 6000).boxed().toList());
      assertThat(reported).isNotEmpty();
      assertThat(reported.getFirst().output()).isEqualTo("dead");
      assertThat(reported.getFirst().count()).isPositive();
    }
  }

  @Test
  void critical_alerts_go_last_and_every_gap_between_them_is_counted() throws Exception {
    try (AlertStore store = open(MIB, MONTH)) {
      AlertReader reader = store.log("late").durable(AlertFilter.all(), "siem");
      CommitLane lane = store.lane("first");
      for (long i = 1; i <= 6000; i++) {
        lane.append(Alerts.numbered(i, i % 100 == 0 ? Priority.CRITICAL : Priority.NOTICE));
      }
      assertThat(lane.flush(Duration.ofSeconds(20))).isTrue();
      StoreFaultTest.until(() -> store.state().removed() > 0 && store.state().usedBytes() <= MIB);
      List<AlertEntry> entries = readAll(reader);
      long missing = 0;
      long read = 0;
      long critical = 0;
      for (AlertEntry entry : entries) {
        if (entry.gap() != null) {
          missing += entry.gap().count();
        } else if (entry.alert() != null) {
          read++;
          critical += entry.alert().priority() == Priority.CRITICAL ? 1 : 0;
        }
      }
      assertThat(critical).isEqualTo(60);
      assertThat(missing + read).isEqualTo(6000);
      assertThat(missing).isPositive();
    }
  }

  @Test
  void by_age_all_go_but_what_is_in_memory_for_readers_and_a_resumed_reader_is_told()
      throws Exception {
    String token;
    try (AlertStore store = open(1024 * MIB, MONTH)) {
      CommitLane lane = store.lane("first");
      AlertStoreTest.append(lane, 1, 100);
      token =
          AlertStoreTest.read(store.log("x").fromOldest(AlertFilter.all()), 40).getLast().token();
    }
    try (AlertStore store = open(1024 * MIB, Duration.ofMillis(1))) {
      CommitLane lane = store.lane("first");
      AlertStoreTest.append(lane, 101, 119);
      long old = System.nanoTime() + Duration.ofMillis(5).toNanos();
      StoreFaultTest.until(() -> System.nanoTime() - old > 0);
      // The retention looks again only once something new is stored.
      AlertStoreTest.append(lane, 120, 120);
      StoreFaultTest.until(() -> store.state().held() <= 16);
      AlertReader reader = store.log("x").resume(AlertFilter.all(), token);
      List<AlertEntry> entries = readAll(reader);
      AlertEntry.Gap gap = java.util.Objects.requireNonNull(entries.getFirst().gap());
      long kept = entries.size() - 1L;
      assertThat(gap.count()).isEqualTo(80 - kept);
      assertThat(kept).isPositive();
      assertThat(reported).as("no durable reader lost anything").isEmpty();
    }
  }

  @Test
  void a_reader_behind_everything_that_is_left_is_told_of_all() throws Exception {
    String token;
    try (AlertStore store = open(1024 * MIB, MONTH)) {
      token = store.log("x").fromNow(AlertFilter.all()).token();
      AlertStoreTest.append(store.lane("first"), 1, 50);
    }
    try (AlertStore store = open(1024 * MIB, Duration.ofMillis(1))) {
      StoreFaultTest.until(() -> store.state().held() == 0);
      List<AlertEntry> entries = readAll(store.log("x").resume(AlertFilter.all(), token));
      assertThat(entries).hasSize(1);
      assertThat(java.util.Objects.requireNonNull(entries.getFirst().gap()).count()).isEqualTo(50);
    }
  }

  @Test
  void numbers_go_on_after_everything_was_removed() throws Exception {
    try (AlertStore store = open(1024 * MIB, MONTH)) {
      AlertStoreTest.append(store.lane("first"), 1, 50);
    }
    String token;
    try (AlertStore store = open(1024 * MIB, Duration.ofMillis(1))) {
      StoreFaultTest.until(() -> store.state().held() == 0);
      token = store.log("x").fromNow(AlertFilter.all()).token();
    }
    try (AlertStore store = open(1024 * MIB, MONTH)) {
      AlertStoreTest.append(store.lane("first"), 51, 52);
      List<AlertEntry> entries = readAll(store.log("x").resume(AlertFilter.all(), token));
      assertThat(AlertStoreTest.numbers(entries)).containsExactly(51L, 52L);
    }
  }

  private static List<AlertEntry> readAll(AlertReader reader) throws InterruptedException {
    List<AlertEntry> all = new ArrayList<>();
    for (List<AlertEntry> page = reader.read(100, Duration.ZERO);
        !page.isEmpty();
        page = reader.read(100, Duration.ZERO)) {
      all.addAll(page);
    }
    return all;
  }
}
