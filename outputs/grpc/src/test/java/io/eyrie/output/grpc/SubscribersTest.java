// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static io.eyrie.output.grpc.Served.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.RequestFailed;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.alerts.v1.Subscriber;
import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers with a name, against the host's real store. */
class SubscribersTest {

  @TempDir static Path home;

  private static AlertStore store;
  private static Served served;

  @BeforeAll
  static void open() throws Exception {
    store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    served = new Served(store.log("alerts"), MemoryOutputContext.of("alerts", home), Map.of());
    // Stored once: the same alerts are known by their ids.
    append(1, 9);
  }

  @AfterAll
  static void close() {
    served.close();
    store.close();
  }

  @Test
  void a_named_subscriber_begins_behind_what_it_acknowledged_also_after_a_restart()
      throws Exception {
    String third;
    try (AlertStream stream = served.client.subscribe(named("siem").build())) {
      next(stream);
      next(stream);
      SubscribeResponse step = next(stream);
      third = step.getToken();
      served.client.acknowledge("siem", third);
      next(stream);
    }
    close();
    open();
    try (AlertStream stream = served.client.subscribe(named("siem").build())) {
      assertThat(next(stream).getAlert().getMessage()).isEqualTo("number 4");
    }
    Subscriber kept = subscriber("siem");
    assertThat(kept.getToken()).isEqualTo(third);
    assertThat(kept.getBehind()).isGreaterThanOrEqualTo(6);
    assertThat(kept.getMissed()).isZero();
  }

  @Test
  void a_token_before_the_place_changes_nothing() throws Exception {
    try (AlertStream stream = served.client.subscribe(named("twice").build())) {
      String first = next(stream).getToken();
      String second = next(stream).getToken();
      served.client.acknowledge("twice", second);
      served.client.acknowledge("twice", first);
      assertThat(subscriber("twice").getToken()).isEqualTo(second);
    }
  }

  @Test
  void a_resume_token_says_where_to_begin_whatever_the_place_is() throws Exception {
    try (AlertStream stream = served.client.subscribe(named("resuming").build())) {
      String first = next(stream).getToken();
      next(stream);
      String third = next(stream).getToken();
      served.client.acknowledge("resuming", third);
      SubscribeRequest again = named("resuming").setResumeToken(first).build();
      try (AlertStream second = served.client.subscribe(again)) {
        assertThat(next(second).getAlert().getMessage()).isEqualTo("number 2");
      }
    }
  }

  @Test
  void a_new_name_without_a_start_begins_now() throws Exception {
    SubscribeRequest request = SubscribeRequest.newBuilder().setSubscriber("late").build();
    try (AlertStream stream = served.client.subscribe(request)) {
      assertThat(next(stream).hasHeartbeat()).isTrue();
      assertThat(subscriber("late").getBehind()).isZero();
      assertThat(subscriber("late").getStreams()).isEqualTo(1);
    }
  }

  @Test
  void a_forgotten_name_has_no_place_and_may_come_again() throws Exception {
    try (AlertStream stream = served.client.subscribe(named("gone").build())) {
      String token = next(stream).getToken();
      assertThat(served.client.forget("gone")).isTrue();
      assertThat(served.client.subscribers()).noneMatch(one -> one.getName().equals("gone"));
      assertThat(served.client.forget("gone")).isFalse();
      assertThatThrownBy(() -> served.client.acknowledge("gone", token))
          .isInstanceOfSatisfying(
              RequestFailed.class, e -> assertThat(e.code()).isEqualTo("NOT_FOUND"))
          .hasMessageContaining("no place is kept for a subscriber gone");
    }
  }

  @Test
  void a_token_that_is_none_or_of_another_store_is_not_acknowledged(@TempDir Path other)
      throws Exception {
    try (AlertStream stream = served.client.subscribe(named("strict").build())) {
      next(stream);
      String foreign;
      try (AlertStore another =
          AlertStore.open(other, StoreSettings.defaults(), StoreEvents.NONE)) {
        foreign = another.log("x").fromOldest(io.eyrie.api.alert.AlertFilter.all()).token();
      }
      for (String token : List.of("", "garbage", foreign)) {
        assertThatThrownBy(() -> served.client.acknowledge("strict", token))
            .isInstanceOfSatisfying(
                RequestFailed.class, e -> assertThat(e.code()).isEqualTo("INVALID_ARGUMENT"))
            .hasMessageContaining("token");
      }
    }
  }

  private static SubscribeRequest.Builder named(String name) {
    return SubscribeRequest.newBuilder()
        .setSubscriber(name)
        .setStart(StartPosition.START_POSITION_OLDEST);
  }

  private static Subscriber subscriber(String name) throws RequestFailed {
    return served.client.subscribers().stream()
        .filter(one -> one.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void append(int from, int to) throws Exception {
    AlertIds ids = AlertIds.repeatable("first");
    CommitLane lane = store.lane("first");
    for (int i = from; i <= to; i++) {
      lane.append(
          AlertRecord.of(
              ids.id("p", i, "Rule", 0),
              i,
              "Rule",
              Priority.NOTICE,
              "syscall",
              "first",
              List.of(),
              "host-1",
              "number " + i,
              Map.of(),
              "r1"));
    }
    assertThat(lane.flush(Served.SOON)).isTrue();
  }
}
