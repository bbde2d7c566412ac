// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.RequestFailed;
import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, clients that vanish, and clients that take nothing. */
class CrowdTest {

  private static final byte[] OLDEST =
      SubscribeRequest.newBuilder()
          .setStart(StartPosition.START_POSITION_OLDEST)
          .build()
          .toByteArray();

  @TempDir Path folder;

  private final MemoryAlertLog log = new MemoryAlertLog();
  private MemoryOutputContext context;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    context = MemoryOutputContext.of("alerts", folder);
    served = new Served(log, context, Map.of("max_streams", "300"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void a_thousand_streams_are_served_up_to_the_bound_and_the_others_told_why() throws Exception {
    log.append(MadeAlert.number(1));
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    List<ClientCall<byte[], byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      calls.add(subscribe(outcomes, 1));
    }
    int served = 0;
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      String outcome = outcomes.poll(20, TimeUnit.SECONDS);
      if ("message".equals(outcome)) {
        served++;
      } else {
        assertThat(outcome)
            .contains("RESOURCE_EXHAUSTED")
            .contains("300 subscribers are connected, more are not allowed: raise 'max_streams'");
        refused++;
      }
    }
    assertThat(served).isEqualTo(300);
    assertThat(refused).isEqualTo(700);
    assertThat(log.openReaders()).isEqualTo(300);
    calls.forEach(call -> call.cancel("done", null));
    await(() -> log.openReaders() == 0);
    try (AlertStream stream = this.served.client.subscribe(SubscribeRequest.getDefaultInstance())) {
      assertThat(Served.next(stream).hasHeartbeat()).isTrue();
    }
  }

  @Test
  void a_client_that_vanishes_frees_its_stream() throws Exception {
    for (int i = 0; i < 20; i++) {
      BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
      log.append(MadeAlert.number(i));
      subscribe(outcomes, 1);
      assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("message");
    }
    assertThat(log.openReaders()).isEqualTo(20);
    served.channel().shutdownNow();
    await(() -> log.openReaders() == 0);
  }

  @Test
  void a_stream_ends_at_the_deadline_of_its_client() throws Exception {
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.MILLISECONDS);
    start("Subscribe", options, OLDEST, outcomes, 10);
    String outcome = outcomes.poll(20, TimeUnit.SECONDS);
    while ("message".equals(outcome)) {
      outcome = outcomes.poll(20, TimeUnit.SECONDS);
    }
    assertThat(outcome).startsWith("DEADLINE_EXCEEDED");
    await(() -> log.openReaders() == 0);
  }

  @Test
  void a_client_that_takes_nothing_is_sent_what_its_connection_holds_and_no_more()
      throws Exception {
    for (int n = 1; n <= 20_000; n++) {
      log.append(MadeAlert.number(n));
    }
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    ClientCall<byte[], byte[]> call = subscribe(outcomes, 0);
    LongProbe sent = new LongProbe();
    await(sent::settled);
    assertThat(sent.last).isBetween(1L, 5_000L);
    call.request(20_001);
    for (int n = 1; n <= 20_000; n++) {
      assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("message");
    }
  }

  /** The counter of sent alerts, until it has stood still for a while. */
  private final class LongProbe {

    private long last = -1;
    private int still;

    boolean settled() {
      long now = context.metrics().counted("sent_alerts");
      still = now == last && now > 0 ? still + 1 : 0;
      last = now;
      return still > 50;
    }
  }

  @Test
  void answers_that_nobody_reads_are_made_for_a_few_requests_only() throws Exception {
    for (int n = 1; n <= 1000; n++) {
      log.append(MadeAlert.number(n));
    }
    byte[] page = QueryRequest.newBuilder().setPageSize(1000).build().toByteArray();
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    List<ClientCall<byte[], byte[]>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(start("Query", CallOptions.DEFAULT, page, outcomes, 0));
    }
    for (int i = 0; i < 12; i++) {
      assertThat(outcomes.poll(20, TimeUnit.SECONDS))
          .contains("RESOURCE_EXHAUSTED")
          .contains("8 requests of this connection or 32 of all are unanswered or unread");
    }
    calls.forEach(call -> call.request(2));
    for (int i = 0; i < 8; i++) {
      assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo("message");
    }
  }

  @Test
  void connections_beyond_the_bound_are_closed_and_those_that_follow_are_taken() throws Exception {
    int bound = 2 * 300 + 100;
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < bound; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), served.port()));
      }
      Socket beyond = new Socket(InetAddress.getLoopbackAddress(), served.port());
      sockets.add(beyond);
      assertThat(ended(beyond)).isTrue();
      for (Socket socket : sockets) {
        socket.close();
      }
      await(() -> {
        try {
          return served.client.sources().isEmpty();
        } catch (RequestFailed _) {
          return false;
        }
      });
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static boolean ended(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      return in.read() < 0;
    } catch (IOException _) {
      return true;
    }
  }

  private ClientCall<byte[], byte[]> subscribe(BlockingQueue<String> outcomes, int messages) {
    return start("Subscribe", CallOptions.DEFAULT, OLDEST, outcomes, messages);
  }

  /** A call that takes as many messages as told; each and its end goes to the queue. */
  private ClientCall<byte[], byte[]> start(
      String method,
      CallOptions options,
      byte[] request,
      BlockingQueue<String> outcomes,
      int messages) {
    ClientCall<byte[], byte[]> call =
        served
            .channel()
            .newCall(
                Served.bytes(MethodType.SERVER_STREAMING, AlertServiceGrpc.SERVICE_NAME, method),
                options);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            outcomes.add("message");
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
              outcomes.add(status.getCode() + " " + status.getDescription());
            }
          }
        },
        new Metadata());
    if (messages > 0) {
      call.request(messages);
    }
    call.sendMessage(request);
    call.halfClose();
    return call;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Served.SOON.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
  }
}
