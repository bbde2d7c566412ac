// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.Position;
import io.eyrie.server.home.HomeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStoreTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path home;

  private AlertStore open() throws HomeException {
    return AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
  }

  @Test
  void what_was_committed_is_there_after_a_restart() throws Exception {
    Alert before = Alerts.numbered(1);
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      lane.append(Alerts.numbered(1));
      lane.checkpoint(7, new Position("numbers.txt", "1"));
      assertThat(lane.flush(SOON)).isTrue();
      assertThat(lane.committed()).isEqualTo(7);
    }
    try (AlertStore store = open()) {
      assertThat(store.log("x").find(Alerts.id(1))).contains(before);
      assertThat(store.lane("first").positions().all())
          .containsExactly(new Position("numbers.txt", "1"));
      assertThat(store.lane("second").positions().all()).isEmpty();
    }
  }

  @Test
  void what_was_handed_over_just_before_the_end_is_stored() throws Exception {
    for (long round = 1; round <= 20; round++) {
      try (AlertStore store = open()) {
        store.lane("first").append(Alerts.numbered(round));
      }
    }
    try (AlertStore store = open()) {
      assertThat(store.state().held()).isEqualTo(20);
    }
  }

  @Test
  void an_alert_read_back_equals_the_one_stored_in_every_part() throws Exception {
    try (AlertStore store = open()) {
      store.lane("first").append(Alerts.numbered(3, Priority.EMERGENCY));
    }
    try (AlertStore store = open()) {
      Alert read = store.log("x").find(Alerts.id(3)).orElseThrow();
      Alert made = Alerts.numbered(3, Priority.EMERGENCY);
      assertThat(read).isEqualTo(made);
      assertThat(read.fields().keySet())
          .containsExactly("evt.time", "proc.name", "evt.number", "fd.name");
    }
  }

  @Test
  void an_alert_of_the_same_identity_is_stored_once() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      for (int round = 0; round < 2; round++) {
        for (int i = 1; i <= 10; i++) {
          lane.append(Alerts.numbered(i));
        }
        assertThat(lane.flush(SOON)).isTrue();
      }
      assertThat(store.state().stored()).isEqualTo(10);
      assertThat(store.state().repeated()).isEqualTo(10);
      assertThat(numbers(read(store.log("x").fromOldest(AlertFilter.all()), 10)))
          .containsExactlyElementsOf(upTo(10));
    }
  }

  @Test
  void a_checkpoint_with_nothing_before_it_is_committed_at_once() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      lane.checkpoint(5, null);
      assertThat(lane.committed()).isEqualTo(5);
    }
  }

  @Test
  void a_forgotten_partition_has_no_position_any_more() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      lane.checkpoint(1, new Position("a", "1"));
      lane.checkpoint(2, new Position("b", "1"));
      lane.positions().forget("a");
      assertThat(lane.flush(SOON)).isTrue();
      assertThat(lane.positions().all()).containsExactly(new Position("b", "1"));
      assertThat(lane.positions().cursor("a")).isEmpty();
    }
  }

  @Test
  void a_reader_resumes_behind_its_token_after_a_restart() throws Exception {
    String token;
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      append(lane, 1, 20);
      List<AlertEntry> entries = read(store.log("x").fromOldest(AlertFilter.all()), 5);
      token = entries.getLast().token();
      assertThat(token).hasSizeLessThanOrEqualTo(128).matches("[ -~]+");
    }
    try (AlertStore store = open()) {
      AlertReader reader = store.log("x").resume(AlertFilter.all(), token);
      assertThat(numbers(read(reader, 15)))
          .containsExactlyElementsOf(LongStream.rangeClosed(6, 20).boxed().toList());
    }
  }

  @Test
  void a_reader_from_now_sees_only_what_comes() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      append(lane, 1, 5);
      AlertReader reader = store.log("x").fromNow(AlertFilter.all());
      append(lane, 6, 7);
      assertThat(numbers(read(reader, 2))).containsExactly(6L, 7L);
    }
  }

  @Test
  void a_reader_gets_only_what_its_filter_wants_and_its_token_moves_on() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      append(lane, 1, 600);
      lane.append(Alerts.numbered(601, Priority.CRITICAL));
      assertThat(lane.flush(SOON)).isTrue();
      AlertFilter critical = AlertFilter.all().withMinimumPriority(Priority.CRITICAL);
      AlertReader reader = store.log("x").fromOldest(critical);
      assertThat(numbers(read(reader, 1))).containsExactly(601L);
      append(lane, 602, 700);
      assertThat(reader.read(1, Duration.ofMillis(1))).isEmpty();
      assertThat(store.log("x").resume(AlertFilter.all(), reader.token()).read(1, Duration.ZERO))
          .isEmpty();
    }
  }

  @Test
  void text_that_is_no_token_is_refused_and_a_foreign_token_gives_a_gap_then_the_oldest(
      @TempDir Path other) throws Exception {
    String foreign;
    try (AlertStore store = AlertStore.open(other, StoreSettings.defaults(), StoreEvents.NONE)) {
      append(store.lane("first"), 1, 3);
      foreign = read(store.log("x").fromOldest(AlertFilter.all()), 3).getLast().token();
    }
    try (AlertStore store = open()) {
      append(store.lane("first"), 1, 4);
      String own = read(store.log("x").fromOldest(AlertFilter.all()), 1).getFirst().token();
      for (String garbage :
          List.of(
              "", "e1", "hello", own + "A", own.substring(1), own.replace(own.charAt(5), '-'))) {
        if (!garbage.equals(own)) {
          assertThatThrownBy(() -> store.log("x").resume(AlertFilter.all(), garbage))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("token");
        }
      }
      List<AlertEntry> entries = read(store.log("x").resume(AlertFilter.all(), foreign), 5);
      AlertEntry.Gap gap = Objects.requireNonNull(entries.getFirst().gap());
      assertThat(gap.count()).isEqualTo(-1);
      assertThat(gap.reason()).contains("another alert store");
      assertThat(numbers(entries.subList(1, 5))).containsExactlyElementsOf(upTo(4));
    }
  }

  @Test
  void a_durable_reader_goes_on_where_it_last_acknowledged() throws Exception {
    try (AlertStore store = open()) {
      CommitLane lane = store.lane("first");
      append(lane, 1, 3);
      AlertReader reader = store.log("grpc").durable(AlertFilter.all(), "siem");
      append(lane, 4, 9);
      List<AlertEntry> entries = read(reader, 6);
      assertThat(numbers(entries)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
      reader.acknowledge(entries.get(2).token());
      reader.close();
      assertThat(reader.read(1, Duration.ofHours(1))).isEmpty();
    }
    try (AlertStore store = open()) {
      assertThat(numbers(read(store.log("grpc").durable(AlertFilter.all(), "siem"), 3)))
          .containsExactly(7L, 8L, 9L);
      assertThat(store.log("other").durable(AlertFilter.all(), "siem").read(1, Duration.ZERO))
          .as("the name of another output")
          .isEmpty();
    }
  }

  @Test
  void what_is_acknowledged_for_a_durable_name_is_durable_at_once_and_never_goes_back()
      throws Exception {
    try (AlertStore store = open()) {
      StoreLog log = store.log("grpc");
      append(store.lane("first"), 1, 3);
      String oldest;
      try (AlertReader reader = log.fromOldest(AlertFilter.all())) {
        oldest = reader.token();
      }
      AlertReader reader = log.durable(AlertFilter.all(), "siem", oldest);
      List<AlertEntry> entries = read(reader, 3);
      assertThat(numbers(entries)).containsExactly(1L, 2L, 3L);
      log.acknowledge("siem", entries.get(1).token());
      log.acknowledge("siem", entries.get(0).token());
      assertThat(cursorOf("grpc", "siem")).isEqualTo(2);
      assertThat(log.places())
          .singleElement()
          .satisfies(place -> {
            assertThat(place.name()).isEqualTo("siem");
            assertThat(place.token()).isEqualTo(entries.get(1).token());
            assertThat(place.behind()).isEqualTo(1);
            assertThat(place.missed()).isZero();
          });
      assertThat(numbers(read(log.durable(AlertFilter.all(), "siem", oldest), 1)))
          .as("the place that is kept, not the token")
          .containsExactly(3L);

      assertThatThrownBy(() -> log.acknowledge("other", oldest))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("other");
      assertThatThrownBy(() -> log.acknowledge("siem", "hello"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(log.forget("siem")).isTrue();
      assertThat(log.forget("siem")).isFalse();
      reader.acknowledge(entries.get(2).token());
      assertThat(log.places()).isEmpty();
    }
  }

  private long cursorOf(String output, String reader) throws Exception {
    try (var connection =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + home.resolve("alerts.db"));
        var query =
            connection.prepareStatement(
                "SELECT seq FROM cursors WHERE output = ? AND reader = ?")) {
      query.setString(1, output);
      query.setString(2, reader);
      try (var row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : -1;
      }
    }
  }

  @Test
  void a_lookup_of_what_is_no_identity_finds_nothing() throws Exception {
    try (AlertStore store = open()) {
      assertThat(store.log("x").find("no such")).isEqualTo(Optional.empty());
      assertThat(store.log("x").find("00")).isEqualTo(Optional.empty());
    }
  }

  @Test
  void a_store_of_a_newer_version_is_refused_with_a_remedy() throws Exception {
    open().close();
    try (var connection =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + home.resolve("alerts.db"));
        var sql = connection.createStatement()) {
      sql.execute("PRAGMA user_version=99");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("schema 99")
        .hasMessageContaining("home:");
  }

  @Test
  void a_home_that_is_a_file_is_refused_with_a_remedy() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "x");
    assertThatThrownBy(() -> AlertStore.open(file, StoreSettings.defaults(), StoreEvents.NONE))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining(file.toString());
  }

  static void append(CommitLane lane, long from, long to) throws InterruptedException {
    for (long i = from; i <= to; i++) {
      lane.append(Alerts.numbered(i));
    }
    assertThat(lane.flush(SOON)).isTrue();
  }

  static List<AlertEntry> read(AlertReader reader, int count) throws InterruptedException {
    List<AlertEntry> entries = new ArrayList<>();
    long deadline = System.nanoTime() + SOON.toNanos();
    while (entries.size() < count && System.nanoTime() < deadline) {
      entries.addAll(reader.read(count - entries.size(), Duration.ofMillis(100)));
    }
    assertThat(entries).hasSize(count);
    return entries;
  }

  static List<Long> numbers(List<AlertEntry> entries) {
    return entries.stream()
        .map(AlertEntry::alert)
        .map(alert -> alert == null ? -1 : Alerts.number(alert))
        .toList();
  }

  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
