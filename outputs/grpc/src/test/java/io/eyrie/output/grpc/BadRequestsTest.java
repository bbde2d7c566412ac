// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.RequestFailed;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.ListRulesRequest;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request that can't be meant is told what is wrong with it, and how to write it. */
class BadRequestsTest {

  private static final String ALERTS = "eyrie.alerts.v1.AlertService";

  @TempDir static Path folder;

  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    served = new Served(new MemoryAlertLog(), MemoryOutputContext.of("alerts", folder), Map.of());
  }

  @AfterAll
  static void close() {
    served.close();
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(AlertFilter.newBuilder().addRules(""), "filter.rules[0] is empty"),
        Arguments.of(
            AlertFilter.newBuilder().addTags("a").addTags("b".repeat(300)),
            "filter.tags[1] has 300 characters, 256 are possible"),
        Arguments.of(
            AlertFilter.newBuilder().addSources("syscall").addSources("Sys\u001b[31m Call"),
            "filter.sources[1] 'Sys?[31m Call': names of event sources are lower case letters"),
        Arguments.of(
            AlertFilter.newBuilder().addAllRules(Collections.nCopies(101, "x")),
            "filter.rules has 101 entries, 100 are possible"),
        Arguments.of(
            AlertFilter.newBuilder().putFields("procname", "x"),
            "filter.fields 'procname': names of fields are as in rules, such as proc.name"),
        Arguments.of(
            AlertFilter.newBuilder().putFields("proc.name", ""),
            "filter.fields[\"proc.name\"] is empty"),
        Arguments.of(
            AlertFilter.newBuilder().setText("x".repeat(1025)), "filter.text has 1025 characters"),
        Arguments.of(
            AlertFilter.newBuilder().setMinimumPriorityValue(77),
            "filter.minimum_priority 77 is unknown"),
        Arguments.of(
            AlertFilter.newBuilder().setFrom(Timestamp.newBuilder().setNanos(-1)),
            "filter.from is no time"),
        Arguments.of(
            AlertFilter.newBuilder().setTo(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
            "filter.to is no time"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filters_that_cannot_be_meant(AlertFilter.Builder filter, String message) {
    refused(QueryRequest.newBuilder().setFilter(filter), message);
    assertInvalid(
        "Subscribe",
        SubscribeRequest.newBuilder().setFilter(filter).build().toByteArray(),
        message);
  }

  @Test
  void pages_and_orders_that_cannot_be_meant() {
    refused(
        QueryRequest.newBuilder().setPageSize(-1), "page_size -1: write 1 to 1000, or 0 for 100");
    refused(QueryRequest.newBuilder().setPageSize(1001), "page_size 1001");
    refused(QueryRequest.newBuilder().setOrderValue(9), "order 9 is unknown");
    refused(QueryRequest.newBuilder().setPageToken("garbage"), "garbage");
    refused(
        QueryRequest.newBuilder().setPageToken("x".repeat(200)),
        "page_token '" + "x".repeat(64) + "...' is none");
    assertThatThrownBy(
            () -> served.client.rules(ListRulesRequest.newBuilder().setPageToken("x").build()))
        .isInstanceOf(RequestFailed.class)
        .hasMessageContaining("page_token 'x' is none that this service gave");
  }

  @Test
  void streams_that_cannot_be_meant() {
    assertInvalid(
        "Subscribe",
        SubscribeRequest.newBuilder().setResumeToken("\u0001").build().toByteArray(),
        "resume_token '?' is none that this service gave");
    assertInvalid(
        "Subscribe",
        SubscribeRequest.newBuilder().setStartValue(5).build().toByteArray(),
        "start 5 is unknown");
    assertInvalid(
        "Subscribe",
        SubscribeRequest.newBuilder().setSubscriber("../etc").build().toByteArray(),
        "subscriber '../etc': write 1 to 64 letters, digits and . _ -");
    assertInvalid(
        "Subscribe",
        SubscribeRequest.newBuilder()
            .setHeartbeatInterval(Duration.newBuilder().setNanos(1))
            .build()
            .toByteArray(),
        "heartbeat_interval is out of range: write 1 s to 5 min");
  }

  @Test
  void ids_and_names_that_cannot_be_meant() throws Exception {
    assertThatThrownBy(() -> served.client.find("xyz"))
        .isInstanceOfSatisfying(
            RequestFailed.class, e -> assertThat(e.code()).isEqualTo("INVALID_ARGUMENT"))
        .hasMessage("id 'xyz': ids of alerts are 32 hexadecimal digits in lower case");
    assertThat(served.client.find("0".repeat(32))).isEmpty();
    assertThat(served.client.source("nothing")).isEmpty();
    assertThat(served.client.forget("nobody")).isFalse();
  }

  @Test
  void a_request_that_is_no_protobuf_and_one_that_nobody_serves() {
    assertInvalid(
        "Subscribe",
        new byte[] {(byte) 0xFF},
        "the request is no protobuf of eyrie.alerts.v1.AlertService/Subscribe");
    assertThatThrownBy(() -> served.call(ALERTS, "Nothing", new byte[0]).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) + 1, 4 << 20})
  void a_request_above_a_mebibyte_is_refused_and_its_connection_goes_on(int length) {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> served.call(ALERTS, "Subscribe", new byte[length]).hasNext())
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED))
          .hasMessageContaining("the request has more than 1048576 bytes: send a smaller one");
    }
    usable(served);
  }

  static Stream<Map<String, String>> addresses() {
    return Stream.of(
        Map.of(), Map.of("bind", "unix:" + folder.resolve("requests.sock").toAbsolutePath()));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void a_message_that_the_transport_does_not_take_ends_its_connection_and_no_other(
      Map<String, String> config) throws Exception {
    QueryRequest large =
        QueryRequest.newBuilder()
            .setFilter(AlertFilter.newBuilder().setText("x".repeat(5 << 20)))
            .build();
    try (Served other =
            new Served(new MemoryAlertLog(), MemoryOutputContext.of("other", folder), config);
        AlertClient bystander = AlertClient.connect(other.address());
        AlertStream stream = bystander.subscribe(SubscribeRequest.getDefaultInstance())) {
      assertThat(Served.next(stream).hasHeartbeat()).isTrue();
      assertThatThrownBy(() -> other.client.query(large)).isInstanceOf(RequestFailed.class);
      answersAgain(other.client);
      assertThat(bystander.sources()).isEmpty();
      assertThat(stream.connected()).isTrue();
    }
  }

  /** At the latest on the connection that the client makes when the first one has ended. */
  private static void answersAgain(AlertClient client) throws InterruptedException {
    long deadline = System.nanoTime() + Served.SOON.toNanos();
    while (true) {
      try {
        assertThat(client.sources()).isEmpty();
        return;
      } catch (RequestFailed e) {
        assertThat(e.retryable()).as(e.getMessage()).isTrue();
        assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      }
    }
  }

  /** The channel answers, on its connection or on a new one. */
  private static void usable(Served host) {
    assertThat(
            HealthGrpc.newBlockingStub(host.channel())
                .withWaitForReady()
                .withDeadlineAfter(Served.SOON.toSeconds(), TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  private static void refused(QueryRequest.Builder request, String message) {
    assertThatThrownBy(() -> served.client.query(request.build()))
        .isInstanceOfSatisfying(
            RequestFailed.class,
            e -> {
              assertThat(e.code()).isEqualTo("INVALID_ARGUMENT");
              assertThat(e.retryable()).isFalse();
            })
        .hasMessageContaining(message);
  }

  private static void assertInvalid(String method, byte[] request, String message) {
    assertThatThrownBy(() -> served.call(ALERTS, method, request).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining(message);
  }
}
