// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Priority;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What clients that were written for Falco send and get, byte by byte by the field numbers of its
 * protocol: a generated class of ours has no say here.
 */
class FalcoServicesTest {

  private static final String OUTPUTS = "falco.outputs.service";
  private static final byte[] REQUEST = {};

  @TempDir Path folder;

  private final MemoryAlertLog log = new MemoryAlertLog();
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    served = new Served(log, MemoryOutputContext.of("alerts", folder), Map.of());
    // The first call begins now and keeps the place from then on.
    assertThat(get()).isEmpty();
  }

  @AfterEach
  void close() {
    served.close();
  }

  private List<byte[]> get() {
    List<byte[]> all = new ArrayList<>();
    served.call(OUTPUTS, "get", REQUEST).forEachRemaining(all::add);
    return all;
  }

  @Test
  void an_alert_has_the_bytes_that_clients_of_falco_know() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("evt.num", 42L);
    fields.put("fd.names", List.of("a", "b"));
    fields.put("fd.name", null);
    log.append(alert(Priority.WARNING, "syscall", fields));

    byte[] expected =
        new Wire()
            .bytes(1, new Wire().varint(1, 1_700_000_000L).varint(2, 7).bytes())
            .varint(2, 4)
            // source_deprecated SYSCALL is 0 and not sent
            .text(4, "Some rule")
            .text(5, "Warning opened")
            .entry(6, "proc.name", "cat")
            .entry(6, "evt.num", "42")
            .entry(6, "fd.names", "(a,b)")
            .entry(6, "fd.name", "<NA>")
            .text(7, "host-1")
            .text(8, "container")
            .text(8, "mitre")
            .text(9, "syscall")
            .bytes();
    assertThat(get()).usingElementComparator(Arrays::compare).containsExactly(expected);
  }

  @Test
  void priorities_and_old_sources_have_their_numbers() {
    List<String> sources = List.of("syscall", "k8s_audit", "internal", "okta");
    Priority[] priorities = Priority.values();
    for (int i = 0; i < priorities.length; i++) {
      log.append(alert(priorities[i], sources.get(i % 4), Map.of()));
    }
    List<byte[]> found = get();
    assertThat(found).hasSize(8);
    for (int i = 0; i < priorities.length; i++) {
      Wire head = new Wire().bytes(1, new Wire().varint(1, 1_700_000_000L).varint(2, 7).bytes());
      if (i > 0) {
        head.varint(2, i);
      }
      if (i % 4 > 0) {
        head.varint(3, i % 4);
      }
      assertThat(found.get(i)).startsWith(head.text(4, "Some rule").bytes());
    }
  }

  @Test
  void get_gives_what_nobody_was_sent_yet_and_ends() {
    log.append(MadeAlert.number(1));
    log.append(MadeAlert.number(2));
    assertThat(get()).hasSize(2);
    assertThat(get()).isEmpty();
    log.append(MadeAlert.number(3));
    assertThat(get()).hasSize(1);
  }

  @Test
  void sub_goes_on_whatever_the_client_sends_and_the_next_one_begins_behind_it() throws Exception {
    log.append(MadeAlert.number(1));
    BlockingQueue<byte[]> found = new LinkedBlockingQueue<>();
    StreamObserver<byte[]> requests =
        ClientCalls.asyncBidiStreamingCall(
            served
                .channel()
                .newCall(
                    Served.bytes(MethodType.BIDI_STREAMING, OUTPUTS, "sub"), CallOptions.DEFAULT),
            into(found));
    assertThat(found.poll(20, TimeUnit.SECONDS)).isNotNull();
    requests.onNext(REQUEST);
    requests.onNext(REQUEST);
    log.append(MadeAlert.number(2));
    assertThat(found.poll(20, TimeUnit.SECONDS)).isNotNull();
    requests.onCompleted();
    log.append(MadeAlert.number(3));
    assertThat(found.poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(get()).isEmpty();
    assertThat(served.client.subscribers())
        .extracting(one -> one.getName() + " " + one.getStreams())
        .containsExactly("falco.outputs.service 1");
  }

  private static StreamObserver<byte[]> into(BlockingQueue<byte[]> queue) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] message) {
        queue.add(message);
      }

      @Override
      public void onError(Throwable failure) {
        // Only the end of the test ends the stream.
      }

      @Override
      public void onCompleted() {
        throw new AssertionError("sub ended by itself");
      }
    };
  }

  @Test
  void a_gap_is_told_by_an_alert_in_its_place() {
    log.append(MadeAlert.number(1));
    log.append(MadeAlert.number(2));
    log.expire();
    List<byte[]> found = get();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst())
        .containsSequence(new Wire().varint(2, 3).varint(3, 2).bytes())
        .containsSequence(new Wire().text(4, "Eyrie internal: alerts missing").bytes())
        .containsSequence(
            new Wire().text(5, "2 alerts are missing here: the retention passed").bytes());
  }

  @Test
  void the_version_is_in_the_fields_of_falco() {
    Iterator<byte[]> answers = served.call("falco.version.service", "version", REQUEST);
    byte[] answer = answers.next();
    assertThat(answer[0]).isEqualTo((byte) (1 << 3 | 2));
    assertThat(new String(answer, 2, 5, US_ASCII)).isEqualTo("0.1.0");
    assertThat(FalcoVersion.parse("1.2.3-rc.1+b7").toByteArray())
        .isEqualTo(
            new Wire()
                .text(1, "1.2.3-rc.1+b7")
                .varint(2, 1)
                .varint(3, 2)
                .varint(4, 3)
                .text(5, "rc.1")
                .text(6, "b7")
                .bytes());
  }

  @Test
  void they_can_be_switched_off() throws Exception {
    try (Served without =
        new Served(
            log, MemoryOutputContext.of("plain", folder), Map.of("falco_services", "false"))) {
      assertThatThrownBy(() -> without.call(OUTPUTS, "get", REQUEST).hasNext())
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
  }

  private static MadeAlert alert(
      Priority priority, String source, Map<String, @Nullable Object> fields) {
    return new MadeAlert(
        "%032x".formatted(1),
        1_700_000_000_000_000_007L,
        "Some rule",
        priority,
        source,
        "first",
        List.of("container", "mitre"),
        "host-1",
        "opened",
        fields,
        "r1");
  }
}
