// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eyrie.api.source.Position;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The System Log as Okta serves it: every page says where the next is, an empty one too. */
class SystemLogTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int PAGE = 4;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger records = new AtomicInteger();
  private final AtomicInteger limited = new AtomicInteger();

  @TempDir Path folder;
  private final HttpServer server;

  private SystemLogTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/api/v1/logs", this::serve);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsEveryEventOnceAlsoThoseOfOneSecond() throws Exception {
    records.set(10);
    List<Position> stored;
    try (SourceRun run = open(List.of())) {
      run.pollUntil(10, DEADLINE);
      records.set(11);
      run.pollUntil(11, DEADLINE);
      run.commit();
      stored = run.stored();
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .containsExactlyElementsOf(IntStream.range(0, 11).mapToObj(n -> "uuid-" + n).toList());
      assertThat(run.events().getFirst().value("okta.org")).isEqualTo("example");
      assertThat(run.faults()).isEmpty();
    }
    assertThat(asked.getFirst())
        .matches("/api/v1/logs\\?since=20.*Z&sortOrder=ASCENDING&limit=1000 SSWS token-7");
    records.set(13);
    try (SourceRun run = open(stored)) {
      run.pollUntil(2, DEADLINE);
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .containsExactly("uuid-11", "uuid-12");
    }
  }

  @Test
  void waitsForTheResetOfTheRateLimit() throws Exception {
    records.set(1);
    limited.set(1);
    try (SourceRun run = open(List.of())) {
      run.pollUntil(1, DEADLINE);
      assertThat(run.events()).hasSize(1);
      assertThat(run.metrics().counted("api_failures")).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() ->
            SourceRun.of(OktaFieldsTest.PROVIDER, folder).config(Map.of("api_token", "t")).open())
        .hasMessageContaining("organization: give what stands before .okta.com");
    assertThatThrownBy(() ->
            SourceRun.of(OktaFieldsTest.PROVIDER, folder)
                .config(Map.of("api_token", "t", "api_url", "http://okta.example"))
                .open())
        .hasMessageContaining("the token must not be sent over plain HTTP");
  }

  private SourceRun open(List<Position> stored) throws Exception {
    return SourceRun.of(OktaFieldsTest.PROVIDER, folder)
        .config(
            Map.of(
                "api_token",
                "token-7",
                "organization",
                "example",
                "api_url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "refresh_interval",
                "10ms"))
        .stored(stored)
        .open();
  }

  private void serve(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    try (exchange) {
      if (limited.getAndDecrement() > 0) {
        long now = System.currentTimeMillis() / 1000;
        exchange.getResponseHeaders().add("X-Rate-Limit-Remaining", "0");
        exchange.getResponseHeaders().add("X-Rate-Limit-Reset", Long.toString(now));
        exchange.sendResponseHeaders(429, -1);
        return;
      }
      String query = exchange.getRequestURI().getQuery();
      int from = query.startsWith("after=") ? Integer.parseInt(query.substring(6)) : 0;
      int to = Math.min(records.get(), from + PAGE);
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/logs";
      exchange.getResponseHeaders().add("Link", "<" + url + "?" + query + ">; rel=\"self\"");
      exchange.getResponseHeaders().add("Link", "<" + url + "?after=" + to + ">; rel=\"next\"");
      byte[] body =
          IntStream.range(from, to)
              .mapToObj(
                  "{\"uuid\":\"uuid-%d\",\"published\":\"2026-01-02T03:04:05.000Z\",\"eventType\":\"x\"}"
                      ::formatted)
              .toList()
              .toString()
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
