// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static io.eyrie.output.grpc.Served.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.Field;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.alerts.v1.Value;
import io.eyrie.alerts.v1.ValueList;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrpcOutputTest {

  private static final java.time.Duration SOON = Served.SOON;

  private static final SubscribeRequest ALL =
      SubscribeRequest.newBuilder().setStart(StartPosition.START_POSITION_OLDEST).build();

  @TempDir Path home;

  private AlertStore store;
  private CommitLane lane;
  private final AlertIds ids = AlertIds.repeatable("first");

  @BeforeEach
  void open() throws Exception {
    store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    lane = store.lane("first");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void sends_every_alert_in_its_order_with_all_its_parts() throws Exception {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("evt.num", Long.MIN_VALUE);
    fields.put("evt.big", BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    fields.put("evt.ratio", 0.5);
    fields.put("evt.is_open_read", true);
    fields.put("fd.names", List.of("a", 7L));
    fields.put("fd.name", null);
    lane.append(
        AlertRecord.of(
            ids.id("p", 1, "Rule", 0),
            1_000_000_007L,
            "Rule",
            Priority.CRITICAL,
            "syscall",
            "first",
            List.of("z", "a"),
            "host-1",
            "half a pair: \uD800",
            fields,
            "r1"));
    try (Served served = serve();
        AlertStream stream =
            served.client.subscribe(ALL.toBuilder().setIncludeJson(true).build())) {
      Alert alert = nextAlert(stream);
      assertThat(alert.getId()).isEqualTo(ids.id("p", 1, "Rule", 0));
      assertThat(alert.getTime().getSeconds()).isEqualTo(1);
      assertThat(alert.getTime().getNanos()).isEqualTo(7);
      assertThat(alert.getRule()).isEqualTo("Rule");
      assertThat(alert.getPriority()).isEqualTo(io.eyrie.alerts.v1.Priority.PRIORITY_CRITICAL);
      assertThat(alert.getSource()).isEqualTo("syscall");
      assertThat(alert.getInstance()).isEqualTo("first");
      assertThat(alert.getTagsList()).containsExactly("a", "z");
      assertThat(alert.getHostname()).isEqualTo("host-1");
      assertThat(alert.getMessage()).isEqualTo("half a pair: \uFFFD");
      assertThat(alert.getOutput()).endsWith(": Critical half a pair: \uFFFD");
      assertThat(alert.getRevision()).isEqualTo("r1");
      assertThat(alert.getJson()).startsWith("{\"hostname\":\"host-1\",\"id\":\"");
      assertThat(alert.getFieldsList())
          .containsExactly(
              field("evt.time", Value.newBuilder().setInteger(1_000_000_007L)),
              field("proc.name", Value.newBuilder().setText("cat")),
              field("evt.num", Value.newBuilder().setInteger(Long.MIN_VALUE)),
              field("evt.big", Value.newBuilder().setUnsignedInteger(-1)),
              field("evt.ratio", Value.newBuilder().setDecimal(0.5)),
              field("evt.is_open_read", Value.newBuilder().setTruth(true)),
              field(
                  "fd.names",
                  Value.newBuilder()
                      .setList(
                          ValueList.newBuilder()
                              .addValues(Value.newBuilder().setText("a"))
                              .addValues(Value.newBuilder().setInteger(7)))),
              Field.newBuilder().setName("fd.name").build());
    }
  }

  @Test
  void says_by_a_heartbeat_that_it_has_caught_up_and_sends_more_while_nothing_comes()
      throws Exception {
    append(1, 3);
    try (Served served = serve();
        AlertStream stream =
            served.client.subscribe(
                ALL.toBuilder()
                    .setHeartbeatInterval(Duration.newBuilder().setSeconds(1))
                    .build())) {
      List<SubscribeResponse> steps = List.of(next(stream), next(stream), next(stream));
      assertThat(steps).allMatch(SubscribeResponse::hasAlert);
      SubscribeResponse caughtUp = next(stream);
      assertThat(caughtUp.hasHeartbeat()).isTrue();
      assertThat(caughtUp.getToken()).isEqualTo(steps.getLast().getToken());
      assertThat(next(stream).hasHeartbeat()).isTrue();
      append(4, 4);
      assertThat(nextAlert(stream).getMessage()).isEqualTo("number 4");
    }
  }

  @Test
  void sends_only_what_the_filter_wants() throws Exception {
    append(1, 5);
    lane.append(alert(6, Priority.EMERGENCY, "Other rule", "okta", List.of("cloud", "login")));
    lane.flush(SOON);
    try (Served served = serve()) {
      for (AlertFilter filter :
          List.of(
              AlertFilter.newBuilder()
                  .setMinimumPriority(io.eyrie.alerts.v1.Priority.PRIORITY_ALERT)
                  .build(),
              AlertFilter.newBuilder().addRules("Oth*").build(),
              AlertFilter.newBuilder().addSources("k8s_audit").addSources("okta").build(),
              AlertFilter.newBuilder().addTags("login").addTags("cloud").build())) {
        try (AlertStream stream =
            served.client.subscribe(ALL.toBuilder().setFilter(filter).build())) {
          assertThat(next(stream).getAlert().getMessage()).isEqualTo("number 6");
          assertThat(next(stream).hasHeartbeat()).isTrue();
        }
      }
    }
  }

  @Test
  void a_subscriber_resumes_by_its_token_after_the_host_was_restarted() throws Exception {
    append(1, 10);
    int port;
    List<String> messages = new ArrayList<>();
    Served first = serve();
    port = first.port();
    try (AlertClient client = AlertClient.connect("127.0.0.1:" + port);
        AlertStream stream = client.subscribe(ALL)) {
      for (int i = 0; i < 4; i++) {
        messages.add(nextAlert(stream).getMessage());
      }
      first.close();
      store.close();
      open();
      append(11, 20);
      try (Served _ = serve("127.0.0.1:" + port)) {
        while (messages.size() < 20) {
          messages.add(nextAlert(stream).getMessage());
        }
      }
    }
    assertThat(messages)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 20).mapToObj(i -> "number " + i).toList());
  }

  @Test
  void a_subscriber_that_does_not_read_neither_loses_alerts_nor_slows_another() throws Exception {
    append(1, 5_000);
    try (Served served = serve();
        AlertStream slow = served.client.subscribe(ALL);
        AlertClient other = AlertClient.connect("127.0.0.1:" + served.port());
        AlertStream quick = other.subscribe(ALL)) {
      assertThat(nextAlert(slow).getMessage()).isEqualTo("number 1");
      for (int i = 1; i <= 5_000; i++) {
        assertThat(nextAlert(quick).getMessage()).isEqualTo("number " + i);
      }
      for (int i = 2; i <= 5_000; i++) {
        assertThat(nextAlert(slow).getMessage()).isEqualTo("number " + i);
      }
    }
  }

  @Test
  void a_token_of_another_store_gives_a_gap_and_then_the_oldest(@TempDir Path other)
      throws Exception {
    String foreign;
    try (AlertStore another = AlertStore.open(other, StoreSettings.defaults(), StoreEvents.NONE)) {
      foreign = another.log("x").fromOldest(io.eyrie.api.alert.AlertFilter.all()).token();
    }
    append(1, 2);
    try (Served served = serve();
        AlertStream stream =
            served.client.subscribe(
                SubscribeRequest.newBuilder().setResumeToken(foreign).build())) {
      SubscribeResponse gap = next(stream);
      assertThat(gap.hasGap()).isTrue();
      assertThat(gap.getGap().hasCount()).isFalse();
      assertThat(gap.getGap().getReason()).contains("another alert store");
      assertThat(next(stream).getAlert().getMessage()).isEqualTo("number 1");
    }
  }

  @Test
  void refuses_a_token_that_is_none_and_a_heartbeat_out_of_range() throws Exception {
    try (Served served = serve()) {
      try (AlertStream stream =
          served.client.subscribe(
              SubscribeRequest.newBuilder().setResumeToken("garbage").build())) {
        assertThatThrownBy(() -> stream.next(SOON))
            .isInstanceOf(SubscriptionRefused.class)
            .hasMessageContaining("not a token of an alert log");
      }
      try (AlertStream stream =
          served.client.subscribe(
              SubscribeRequest.newBuilder()
                  .setHeartbeatInterval(Duration.newBuilder().setSeconds(3600))
                  .build())) {
        assertThatThrownBy(() -> stream.next(SOON))
            .isInstanceOf(SubscriptionRefused.class)
            .hasMessageContaining("heartbeat_interval");
      }
    }
  }

  @Test
  void takes_no_more_streams_than_configured_and_a_new_one_when_one_has_ended() throws Exception {
    append(1, 1);
    try (Served served = serve("127.0.0.1:0", "1")) {
      AlertStream first = served.client.subscribe(ALL);
      assertThat(next(first).hasAlert()).isTrue();
      try (AlertStream second = served.client.subscribe(ALL)) {
        assertThat(second.next(java.time.Duration.ofMillis(300))).isEmpty();
        assertThat(second.problem()).contains("max_streams");
        first.close();
        assertThat(next(second).hasAlert()).isTrue();
      }
    }
  }

  @Test
  void a_client_says_that_nobody_serves_there() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (AlertClient client = AlertClient.connect("127.0.0.1:" + free);
        AlertStream stream = client.subscribe(ALL)) {
      long deadline = System.nanoTime() + SOON.toNanos();
      while (stream.problem().isEmpty() && System.nanoTime() < deadline) {
        assertThat(stream.next(java.time.Duration.ofMillis(20))).isEmpty();
      }
      assertThat(stream.connected()).isFalse();
      assertThat(stream.problem()).contains("refused");
    }
  }

  @Test
  void answers_health_checks_and_describes_itself_by_reflection() throws Exception {
    try (Served served = serve()) {
      ManagedChannel channel = served.channel();
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(
                      HealthCheckRequest.newBuilder()
                          .setService(AlertServiceGrpc.SERVICE_NAME)
                          .build())
                  .getStatus())
          .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
      ServerReflectionResponse services =
          reflect(channel, ServerReflectionRequest.newBuilder().setListServices("").build());
      assertThat(services.getListServicesResponse().getServiceList())
          .extracting(io.grpc.reflection.v1.ServiceResponse::getName)
          .contains(
              "eyrie.alerts.v1.AlertService",
              "grpc.health.v1.Health",
              "grpc.reflection.v1.ServerReflection");
      ServerReflectionResponse file =
          reflect(
              channel,
              ServerReflectionRequest.newBuilder()
                  .setFileContainingSymbol("eyrie.alerts.v1.AlertService")
                  .build());
      assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
    }
  }

  @Test
  void names_the_address_when_it_is_taken_and_how_to_choose_another() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + socket.getLocalPort();
      assertThatThrownBy(() -> serve(address).close())
          .isInstanceOfSatisfying(
              PluginException.class, e -> assertThat(e.code()).isEqualTo("address.unusable"))
          .hasMessageContaining(address)
          .hasMessageContaining("set 'bind'");
    }
  }

  @Test
  void refuses_an_address_that_others_reach_unless_told_that_it_is_meant() {
    assertThatThrownBy(() -> serve("0.0.0.0:0").close())
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.USER))
        .hasMessageContaining("bind '0.0.0.0:0' of output alerts")
        .hasMessageContaining("allow_insecure: true");
    assertThatThrownBy(() -> serve("nonsense").close())
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("host:port");
    assertThatThrownBy(() -> serve("127.0.0.1:70000").close())
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("65535");
  }

  @Test
  void leaves_no_thread_behind() throws Exception {
    append(1, 10);
    Served served = serve();
    try (AlertStream stream = served.client.subscribe(ALL)) {
      assertThat(next(stream).hasAlert()).isTrue();
      served.close();
    }
    long deadline = System.nanoTime() + SOON.toNanos();
    while (threads().stream().anyMatch(GrpcOutputTest::ours) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(threads()).noneMatch(GrpcOutputTest::ours);
  }

  private static boolean ours(String name) {
    return name.startsWith("eyrie-grpc") || name.startsWith("grpc-") || name.contains("okhttp");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  private Served serve(String bind, String maxStreams) throws Exception {
    return new Served(
        store.log("alerts"),
        MemoryOutputContext.of("alerts", home),
        Map.of("bind", bind, "max_streams", maxStreams));
  }

  private Served serve(String bind) throws Exception {
    return serve(bind, "100");
  }

  private Served serve() throws Exception {
    return serve("127.0.0.1:0");
  }

  private void append(int from, int to) throws InterruptedException {
    for (int i = from; i <= to; i++) {
      lane.append(alert(i, Priority.NOTICE, "Rule", "syscall", List.of("test")));
    }
    assertThat(lane.flush(SOON)).isTrue();
  }

  private AlertRecord alert(
      int number, Priority priority, String rule, String source, List<String> tags) {
    return AlertRecord.of(
        ids.id("p", number, rule, 0),
        number,
        rule,
        priority,
        source,
        "first",
        tags,
        "host-1",
        "number " + number,
        Map.of(),
        "r1");
  }

  private static Field field(String name, Value.Builder value) {
    return Field.newBuilder().setName(name).setValue(value).build();
  }

  private static Alert nextAlert(AlertStream stream) throws Exception {
    SubscribeResponse step = next(stream);
    while (!step.hasAlert()) {
      step = next(stream);
    }
    return step.getAlert();
  }

  private static ServerReflectionResponse reflect(
      ManagedChannel channel, ServerReflectionRequest request) throws InterruptedException {
    BlockingQueue<ServerReflectionResponse> answers = new ArrayBlockingQueue<>(1);
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    throw (StatusRuntimeException) failure;
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse answer = answers.poll(20, TimeUnit.SECONDS);
    requests.onCompleted();
    assertThat(answer).isNotNull();
    return java.util.Objects.requireNonNull(answer);
  }
}
