// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertLog.Order;
import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searching the stored alerts, compared with the filter applied to all of them. */
class SearchTest {

  private static final List<String> RULES = List.of("Read a secret", "Shell spawned", "Drift");
  private static final List<Priority> PRIORITIES = List.of(Priority.values());
  private static final List<String> SOURCES = List.of("syscall", "okta");

  @TempDir Path home;

  private AlertStore open() throws Exception {
    return AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
  }

  /** Alerts of a few rules, priorities and sources, in no order of time, some at one time. */
  private static List<AlertRecord> made(int count) {
    Random random = new Random(7);
    List<AlertRecord> alerts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AlertRecord plain = Alerts.numbered(i);
      int rule = random.nextInt(RULES.size());
      alerts.add(
          AlertRecord.of(
              plain.id(),
              Alerts.START + random.nextInt(count / 3 + 1),
              RULES.get(rule),
              PRIORITIES.get(random.nextInt(8)),
              SOURCES.get(random.nextInt(2)),
              "first",
              rule == 0 ? List.of("secrets", "files") : List.of("process"),
              "host-1",
              "process " + random.nextInt(20) + " did it",
              Map.of("proc.pid", (long) random.nextInt(50), "proc.args", List.of("a", "b" + i % 5)),
              "r1"));
    }
    return alerts;
  }

  private static void store(AlertStore store, List<AlertRecord> alerts) throws Exception {
    CommitLane lane = store.lane("first");
    for (AlertRecord alert : alerts) {
      lane.append(alert);
    }
    assertThat(lane.flush(Duration.ofSeconds(20))).isTrue();
  }

  private static List<String> search(AlertLog log, AlertFilter filter, Order order, int page) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      AlertLog.Page found = log.search(filter, order, page, next);
      assertThat(found.alerts()).hasSizeLessThanOrEqualTo(page);
      assertThat(found.next()).matches("[ -~]{0,128}");
      found.alerts().forEach(alert -> ids.add(alert.id()));
      next = found.next();
    } while (!next.isEmpty());
    return ids;
  }

  @Test
  void every_part_of_a_filter_finds_what_it_describes_in_either_order_and_any_page_size()
      throws Exception {
    List<AlertRecord> alerts = made(600);
    AlertFilter all = AlertFilter.all();
    List<AlertFilter> filters =
        List.of(
            all,
            all.withRules(List.of("Drift")),
            all.withRules(List.of("*s*", "nothing")),
            all.withMinimumPriority(Priority.ERROR),
            all.withSources(List.of("okta")),
            all.withTags(List.of("files", "secrets")),
            all.withTime(Alerts.START + 50, Alerts.START + 60),
            all.withTime(Alerts.START + 60, Alerts.START + 50),
            all.withTime(Alerts.START + 100, Long.MAX_VALUE).withRules(List.of("Shell*")),
            all.withFields(Map.of("proc.pid", "7")),
            all.withFields(Map.of("proc.args", "b3", "proc.pid", "*")),
            all.withFields(Map.of("no.such", "*")),
            all.withText("PROCESS 7 DID"),
            all.withText("b4").withMinimumPriority(Priority.CRITICAL));
    try (AlertStore store = open()) {
      store(store, alerts);
      StoreLog log = store.log("x");
      for (AlertFilter filter : filters) {
        for (Order order : Order.values()) {
          List<String> expected = expected(alerts, filter, order);
          assertThat(search(log, filter, order, 37)).containsExactlyElementsOf(expected);
          assertThat(search(log, filter, order, 10_000)).containsExactlyElementsOf(expected);
        }
      }
      assertThat(search(log, filters.get(9), Order.NEWEST_FIRST, 1)).isNotEmpty();
      assertThat(search(log, filters.get(11), Order.NEWEST_FIRST, 1)).isEmpty();
    }
  }

  private static List<String> expected(List<AlertRecord> alerts, AlertFilter filter, Order order) {
    List<AlertRecord> inOrder = new ArrayList<>();
    for (AlertRecord alert : alerts) {
      if (filter.matches(alert)) {
        inOrder.add(alert);
      }
    }
    // Stored in the order of the list, which decides among those of one moment.
    inOrder.sort(Comparator.comparingLong(Alert::timeNanos));
    return (order == Order.OLDEST_FIRST ? inOrder : inOrder.reversed())
        .stream().map(Alert::id).toList();
  }

  @Test
  void the_work_of_a_page_is_bounded_and_the_next_page_goes_on() throws Exception {
    AlertFilter needle = AlertFilter.all().withText("file 3 was read");
    try (AlertStore store = open()) {
      AlertStoreTest.append(store.lane("first"), 1, 25_000);
      StoreLog log = store.log("x");
      AlertLog.Page first = log.search(needle, Order.NEWEST_FIRST, 10, "");
      assertThat(first.alerts()).isEmpty();
      assertThat(first.next()).isNotEmpty();
      assertThat(search(log, needle, Order.NEWEST_FIRST, 10)).containsExactly(Alerts.id(3));
    }
  }

  @Test
  void a_page_that_is_none_or_of_another_store_is_refused(@TempDir Path other) throws Exception {
    String foreign;
    try (AlertStore store = AlertStore.open(other, StoreSettings.defaults(), StoreEvents.NONE)) {
      AlertStoreTest.append(store.lane("first"), 1, 3);
      foreign = store.log("x").search(AlertFilter.all(), Order.OLDEST_FIRST, 1, "").next();
    }
    try (AlertStore store = open()) {
      StoreLog log = store.log("x");
      String token = log.fromNow(AlertFilter.all()).token();
      for (String wrong : List.of(foreign, token, "p1", "hello", foreign + "A")) {
        assertThatThrownBy(() -> log.search(AlertFilter.all(), Order.OLDEST_FIRST, 1, wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> log.search(AlertFilter.all(), Order.OLDEST_FIRST, 0, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_store_of_the_first_schema_is_brought_to_the_newest_and_nothing_is_lost() throws Exception {
    List<AlertRecord> alerts = made(200);
    String token;
    try (AlertStore store = open()) {
      store(store, alerts);
      token = store.log("x").fromNow(AlertFilter.all()).token();
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("alerts.db"));
        Statement sql = connection.createStatement()) {
      // Exactly what the second version has added, taken away again.
      sql.execute("DROP INDEX alerts_kind");
      sql.execute("ALTER TABLE alerts DROP COLUMN kind");
      sql.execute("DROP TABLE kinds");
      sql.execute("PRAGMA user_version=1");
    }
    try (AlertStore store = open()) {
      StoreLog log = store.log("x");
      AlertStoreTest.append(store.lane("first"), 1001, 1002);
      assertThat(
              AlertStoreTest.numbers(AlertStoreTest.read(log.resume(AlertFilter.all(), token), 2)))
          .containsExactly(1001L, 1002L);
      AlertFilter tagged = AlertFilter.all().withTags(List.of("secrets"));
      assertThat(search(log, tagged, Order.OLDEST_FIRST, 50))
          .containsExactlyElementsOf(expected(alerts, tagged, Order.OLDEST_FIRST));
      assertThat(
              search(log, AlertFilter.all().withSources(List.of("numbers")), Order.OLDEST_FIRST, 9))
          .containsExactly(Alerts.id(1001), Alerts.id(1002));
    }
  }
}
