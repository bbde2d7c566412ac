// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.eyrie.jsonlog.webhook.Admission;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries of web hooks as GitHub sends them, and its audit log as its REST interface does. */
class GitHubInputsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String SECRET = "a secret of the test";
  private static final String BODY = "{\"action\":\"created\",\"sender\":{\"login\":\"ann\"}}";

  @TempDir Path folder;

  @Test
  void judgesASignedDeliveryOnceAndAnswersWhenItIsStored() throws Exception {
    int port = freePort();
    try (HttpClient client = HttpClient.newHttpClient();
        SourceRun run = hook(port)) {
      HttpRequest delivery = delivery(port, "d-1", BODY, signature(BODY));
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(delivery, HttpResponse.BodyHandlers.ofString());
      RecordedEvent event = run.pollUntil(1, DEADLINE).getFirst();
      assertThat(event.identity()).isEqualTo("d-1#0");
      assertThat(event.value("github.type")).isEqualTo("member");
      assertThat(event.value("github.user")).isEqualTo("ann");
      assertThat(event.value("json.value[/webhook_type]")).isEqualTo("member");
      assertThat(answer).isNotDone();
      run.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);

      assertThat(client.send(delivery, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      assertThat(
              client
                  .send(
                      delivery(port, "d-2", BODY, signature(BODY + " ")),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(401);
      for (int i = 0; i < 5; i++) {
        run.poll();
      }
      assertThat(run.events()).hasSize(1);
      assertThat(run.faults()).isEmpty();
    }
  }

  @Test
  void refusesWhatGitHubDidNotSend() throws Exception {
    SignedDeliveries door = new SignedDeliveries(SECRET);
    assertThat(status(door, Map.of(), BODY)).isEqualTo(401);
    for (String signature :
        List.of(
            "",
            "sha1=" + "0".repeat(40),
            "sha256=",
            "sha256=zz",
            "sha256=" + "0".repeat(64),
            signature("other"))) {
      assertThat(status(door, Map.of("X-Hub-Signature-256", signature), BODY)).isEqualTo(401);
    }
    Map<String, String> good = headers("push", "d-1", signature(BODY));
    assertThat(status(door, good, BODY)).isEqualTo(0);
    assertThat(status(door, headers("pu\"sh", "d-1", signature(BODY)), BODY)).isEqualTo(400);
    assertThat(status(door, headers("push", "d 1", signature(BODY)), BODY)).isEqualTo(400);
    assertThat(status(door, headers("push", "d-1", signature("[1]")), "[1]")).isEqualTo(400);
    door.taken("d-1");
    assertThat(status(door, good, BODY)).isEqualTo(200);
    assertThat(status(new SignedDeliveries(""), headers("push", "d-1", ""), BODY)).isEqualTo(0);
    assertThat(new SignedDeliveries("").asksForSecret()).isFalse();
  }

  @Test
  void readsForms() throws Exception {
    String form = "a=1&payload=" + URLEncoder.encode(BODY, UTF_8);
    Map<String, String> headers = new HashMap<>(headers("push", "d-1", signature(form)));
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    assertThat(new SignedDeliveries(SECRET).admit(headers::get, form.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Admission.Admitted.class,
            admitted ->
                assertThat(new String(admitted.records(), UTF_8))
                    .isEqualTo("{\"webhook_type\":\"push\"," + BODY.substring(1)));
    Map<String, String> ping = headers("ping", "d-1", signature(" {} "));
    assertThat(new SignedDeliveries(SECRET).admit(ping::get, " {} ".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Admission.Admitted.class,
            admitted ->
                assertThat(new String(admitted.records(), UTF_8))
                    .isEqualTo("{\"webhook_type\":\"ping\"} "));
  }

  @Test
  void readsTheAuditLogPageByPage() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger records = new AtomicInteger(3);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/orgs/our-org/audit-log",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          String query = exchange.getRequestURI().getQuery();
          boolean second = query.contains("after=cursor2");
          if (!second) {
            exchange
                .getResponseHeaders()
                .add(
                    "Link",
                    "<%s/orgs/our-org/audit-log?order=asc&after=cursor2&before=>; rel=\"next\", <%s>; rel=\"first\""
                        .formatted(base, base));
          }
          StringBuilder page = new StringBuilder("[");
          for (int i = second ? 2 : 0; i < (second ? records.get() : 2); i++) {
            page.append(page.length() > 1 ? "," : "")
                .append(
                    "{\"@timestamp\":170000000000%d,\"_document_id\":\"doc-%d\",\"action\":\"repo.create\",\"actor\":\"ann\",\"org\":\"our-org\"}"
                        .formatted(i, i));
          }
          byte[] body = page.append("]").toString().getBytes(UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    Map<String, String> config =
        Map.of(
            "token", "t-0", "organization", "our-org", "api_url", base, "refresh_interval", "10ms");
    try (SourceRun run = SourceRun.of(GitHubFieldsTest.PROVIDER, folder).config(config).open()) {
      run.pollUntil(3, DEADLINE);
      records.set(4);
      run.pollUntil(4, DEADLINE);
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .containsExactly("doc-0", "doc-1", "doc-2", "doc-3");
      assertThat(run.events().getFirst().value("github.user")).isEqualTo("ann");
      assertThat(run.faults()).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(asked.getFirst())
        .startsWith(
            "/orgs/our-org/audit-log?include=all&order=asc&per_page=100&phrase=created%3A%3E%3D20")
        .endsWith("Bearer t-0");
  }

  @Test
  void saysWhatIsMissing() {
    for (Map<String, String> config :
        List.of(
            Map.of("token", "t"),
            Map.of("token", "t", "organization", "a", "enterprise", "b"),
            Map.of("token", "t", "organization", "a/b"))) {
      assertThatThrownBy(
              () -> SourceRun.of(GitHubFieldsTest.PROVIDER, folder).config(config).open())
          .hasMessageContaining("organization");
    }
  }

  private SourceRun hook(int port) throws Exception {
    return SourceRun.of(GitHubFieldsTest.PROVIDER, folder)
        .config(Map.of("listen", Integer.toString(port), "secret", SECRET))
        .arguments(Map.of("json.value", "/webhook_type"))
        .open();
  }

  private static int status(SignedDeliveries door, Map<String, String> headers, String body) {
    return switch (door.admit(headers::get, body.getBytes(UTF_8))) {
      case Admission.Admitted _ -> 0;
      case Admission.Answered answered -> answered.status();
    };
  }

  private static Map<String, String> headers(String event, String delivery, String signature) {
    return Map.of(
        "X-GitHub-Event",
        event,
        "X-GitHub-Delivery",
        delivery,
        "X-Hub-Signature-256",
        signature,
        "Content-Type",
        "application/json");
  }

  private static HttpRequest delivery(int port, String id, String body, String signature) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers("member", id, signature).forEach(request::setHeader);
    return request.build();
  }

  private static String signature(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
