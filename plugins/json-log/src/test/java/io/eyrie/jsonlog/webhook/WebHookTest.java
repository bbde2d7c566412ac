// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.source.JsonLog;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testserver.TestCertificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebHookTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final JsonLog LOG =
      JsonLog.builder("hook_log")
          .time("/at")
          .identity("/id", "/stage")
          .wrapper("items")
          .fields(List.of(JsonField.text("t.n", "A number.", "/n")))
          .input(new WebHook(Sender.PLAIN))
          .build();

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void choosePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void answersWhenTheAlertsAreStored() throws Exception {
    try (SourceRun run = open(Map.of())) {
      CompletableFuture<HttpResponse<String>> answer = post(record("a", 1));
      List<RecordedEvent> events = run.pollUntil(1, DEADLINE);
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().identity()).isEqualTo("a/done#0");
      assertThat(events.getFirst().value("t.n")).isEqualTo("1");
      for (int i = 0; i < 10; i++) {
        run.poll();
      }
      assertThat(answer).isNotDone();
      run.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);
      assertThat(run.faults()).isEmpty();
    }
  }

  @Test
  void takesListsAndArraysAndKnowsWhatHasNoIdentityByItsBytes() throws Exception {
    String nameless = "{\"at\":\"2026-01-02T03:04:05Z\",\"n\":9}";
    try (SourceRun run = open(Map.of())) {
      CompletableFuture<HttpResponse<String>> list =
          post("{\"kind\":\"List\",\"items\":[" + record("a", 1) + "," + record("b", 2) + "]}");
      run.pollUntil(2, DEADLINE);
      CompletableFuture<HttpResponse<String>> array =
          post("[" + record("c", 3) + "," + nameless + "]");
      run.pollUntil(4, DEADLINE);
      run.commit();
      assertThat(list.get().statusCode()).isEqualTo(200);
      assertThat(array.get().statusCode()).isEqualTo(200);
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .startsWith("a/done", "b/done", "c/done")
          .last()
          .asString()
          .matches("sha256:[0-9a-f]{64}");
    }
  }

  @Test
  void keepsTheGoodRecordsOfARequestAndRefusesOneWithoutAny() throws Exception {
    try (SourceRun run = open(Map.of())) {
      CompletableFuture<HttpResponse<String>> some =
          post("[" + record("a", 1) + ",{\"id\":\"timeless\"}]");
      run.pollUntil(1, DEADLINE);
      CompletableFuture<HttpResponse<String>> none = post("nonsense");
      until(run, () -> run.malformed().size() == 2);
      run.commit();
      assertThat(some.get().statusCode()).isEqualTo(200);
      assertThat(none.get().statusCode()).isEqualTo(400);
      assertThat(run.malformed().get(0)).startsWith("no_event_time request 1 from 127.0.0.1:1");
      assertThat(run.malformed().get(1)).startsWith("not_json request 2 from");
    }
  }

  @Test
  void refusesWhatIsNotForIt() throws Exception {
    try (SourceRun run = open(Map.of("path", "/audit", "max_body_size", "1KiB"))) {
      assertThat(send(request("/other", record("a", 1))).statusCode()).isEqualTo(404);
      HttpResponse<String> get = send(HttpRequest.newBuilder(uri("http", "/audit")).GET());
      assertThat(get.statusCode()).isEqualTo(405);
      assertThat(get.headers().firstValue("Allow")).contains("POST");
      assertThat(
              send(request("/audit", "a=b").setHeader("Content-Type", "text/plain")).statusCode())
          .isEqualTo(400);
      assertThat(send(request("/audit", "x".repeat(1025))).statusCode()).isEqualTo(413);
      HttpRequest.Builder chunked =
          request("/audit", "")
              .POST(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofString("y".repeat(1025))));
      assertThat(send(chunked).statusCode()).isEqualTo(413);
      HttpRequest.Builder compressed =
          request("/audit", "")
              .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {0x1F, (byte) 0x8B, 8}));
      assertThat(send(compressed).statusCode()).isEqualTo(415);
      assertThat(run.metrics().counted("requests_refused")).isEqualTo(6);
      assertThat(run.events()).isEmpty();
    }
  }

  @Test
  void sendsAwayWhatItHasNoRoomFor() throws Exception {
    Map<String, String> small = Map.of("max_body_size", "4KiB", "max_waiting_size", "8KiB");
    try (SourceRun run = open(small)) {
      CompletableFuture<HttpResponse<String>> first = post(record("a", 1));
      CompletableFuture<HttpResponse<String>> second = post(record("b", 2));
      run.pollUntil(2, DEADLINE);
      assertThat(run.metrics().reading("requests_waiting_bytes"))
          .as("the room that was taken for two of at most 4 KiB")
          .isPositive();
      assertThat(run.metrics().reading("last_record_time_seconds")).isEqualTo(1_767_323_045);
      HttpResponse<String> away = send(request("/", record("c", 3)));
      assertThat(away.statusCode()).isEqualTo(429);
      assertThat(away.headers().firstValue("Retry-After")).isPresent();
      assertThat(run.metrics().counted("requests_sent_away")).isEqualTo(1);
      run.commit();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(second.get().statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> again = post(record("c", 3));
      run.pollUntil(3, DEADLINE);
      run.commit();
      assertThat(again.get().statusCode()).isEqualTo(200);
      until(run, () -> run.metrics().reading("requests_waiting_bytes") == 0);
    }
  }

  @Test
  void tellsSendersToComeAgainWhenItCloses() throws Exception {
    CompletableFuture<HttpResponse<String>> judged;
    try (SourceRun run = open(Map.of())) {
      judged = post(record("a", 1));
      run.pollUntil(1, DEADLINE);
    }
    assertThat(judged.get().statusCode()).isEqualTo(503);
    try (SourceRun run = open(Map.of())) {
      CompletableFuture<HttpResponse<String>> again = post(record("a", 1));
      assertThat(run.pollUntil(1, DEADLINE).getFirst().identity()).isEqualTo("a/done#0");
      run.commit();
      assertThat(again.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void speaksTlsAndAsksForCertificates() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    Map<String, String> config =
        Map.of(
            "tls_certificate", certificates.server().toString(),
            "tls_client_ca", certificates.authority().toString());
    try (SourceRun run = open(config);
        HttpClient stranger = HttpClient.newBuilder().sslContext(certificates.stranger()).build();
        HttpClient known = HttpClient.newBuilder().sslContext(certificates.known()).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
              .setHeader("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(record("a", 1)))
              .build();
      assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(java.io.IOException.class);
      CompletableFuture<HttpResponse<String>> answer =
          known.sendAsync(request, HttpResponse.BodyHandlers.ofString());
      run.pollUntil(1, DEADLINE);
      run.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void warnsWhenItIsOpenToOthers() throws Exception {
    try (SourceRun run = open(Map.of())) {
      assertThat(run.health().problem()).isEmpty();
    }
    try (SourceRun run = open(Map.of("listen", "0.0.0.0:" + port))) {
      assertThat(run.health().problem().orElseThrow())
          .startsWith("the web hook is open without TLS");
    }
    Map<String, String> oneSided =
        Map.of(
            "listen",
            "0.0.0.0:" + port,
            "tls_certificate",
            TestCertificates.in(folder).server().toString());
    try (SourceRun run = open(oneSided)) {
      assertThat(run.health().problem().orElseThrow())
          .startsWith("the web hook is open to everybody");
    }
  }

  @Test
  void saysWhatIsWrongWithItsConfiguration() throws Exception {
    refused(Map.of("listen", "here"), "neither a port, such as 9765, nor ADDRESS:PORT");
    refused(Map.of("listen", "99999"), "neither a port");
    refused(Map.of("path", "audit"), "path: 'audit' does not begin with a slash");
    refused(Map.of("max_body_size", "1GiB"), "max_body_size");
    refused(Map.of("max_waiting_size", "1KiB"), "max_waiting_size");
    refused(Map.of("tls_key", "k.pem"), "tls_certificate: must be given");
    refused(Map.of("tls_certificate", "/none.pem"), "tls_certificate: there is no file /none.pem");
    refused(Map.of("files", "a.json"), "give exactly one of files, listen; an instance reads one");
    Path pem = folder.resolve("old.pem");
    java.nio.file.Files.writeString(
        pem, "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    refused(
        Map.of("tls_certificate", pem.toString()),
        "tls_certificate: "
            + pem
            + " holds a key of the form 'RSA PRIVATE KEY'; convert it: openssl pkcs8 -topk8"
            + " -nocrypt -in "
            + pem);
    try (SourceRun run = open(Map.of())) {
      refused(Map.of(), "can't be served");
      assertThat(run.faults()).isEmpty();
    }
    assertThatThrownBy(() -> SourceRun.of(LOG, folder).config(Map.of()).open())
        .hasMessageContaining("give exactly one of files, listen; there is none");
  }

  private void refused(Map<String, String> config, String message) {
    assertThatThrownBy(() -> open(config))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(message);
  }

  private SourceRun open(Map<String, String> more) throws PluginException {
    Map<String, String> config = new HashMap<>(Map.of("listen", Integer.toString(port)));
    config.putAll(more);
    return SourceRun.of(LOG, folder).config(config).open();
  }

  private static void until(SourceRun run, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      run.poll();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static String record(String id, int n) {
    return "{\"at\":\"2026-01-02T03:04:05Z\",\"id\":\"%s\",\"stage\":\"done\",\"n\":%d}"
        .formatted(id, n);
  }

  private URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(uri("http", path))
        .setHeader("Content-Type", "application/json; charset=utf-8")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> post(String body) {
    return client.sendAsync(request("/", body).build(), HttpResponse.BodyHandlers.ofString());
  }
}
