// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.source.JsonLog;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log of numbered records is asked for at a server on the loopback, which can be made to fail.
 */
class ApiInputTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int PAGE = 3;
  private static final int LAST_OF_FIRST_PAGE = 1_767_323_042;

  /** How far the clock that the input has is ahead of the service's. */
  private static volatile Duration ahead = Duration.ZERO;

  private static final JsonLog LOG =
      JsonLog.builder("polled_log")
          .time("/at")
          .identity("/id")
          .fields(List.of(JsonField.text("t.n", "A number.", "/id")))
          .input(new Api(new TestService(), () -> Instant.now().plus(ahead)))
          .build();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;
  private HttpServer server;
  private volatile int records;

  /** Whether records say that they are of a time to come. */
  private volatile boolean future;

  /** Whether the last page, too, says where the next one is. */
  private volatile boolean alwaysNext;

  private ApiInputTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    ahead = Duration.ZERO;
    server.createContext("/log", this::serve);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void followsThePagesAndGoesOnWhereItStopped() throws Exception {
    for (boolean always : new boolean[] {true, false}) {
      alwaysNext = always;
      records = 8;
      List<io.eyrie.api.source.Position> stored;
      try (SourceRun run = open(List.of())) {
        assertThat(ids(run.pollUntil(8, DEADLINE))).containsExactlyElementsOf(numbers(0, 8));
        records = 10;
        assertThat(ids(run.pollUntil(10, DEADLINE))).containsExactlyElementsOf(numbers(0, 10));
        run.commit();
        stored = run.stored();
        assertThat(run.faults()).isEmpty();
        assertThat(run.health().problem()).isEmpty();
      }
      records = 12;
      try (SourceRun run = open(stored)) {
        assertThat(ids(run.pollUntil(2, DEADLINE))).containsExactlyElementsOf(numbers(10, 12));
      }
    }
  }

  @Test
  void asksAgainFromWhatIsStored() throws Exception {
    records = 9;
    List<io.eyrie.api.source.Position> stored;
    try (SourceRun run = open(List.of())) {
      run.pollUntil(9, DEADLINE);
      run.commit(1);
      stored = run.stored();
    }
    try (SourceRun run = open(stored)) {
      assertThat(ids(run.pollUntil(6, DEADLINE))).containsExactlyElementsOf(numbers(3, 9));
    }
  }

  @Test
  void waitsAsLongAsItIsTold() throws Exception {
    records = 2;
    faults.add(new Fault(429, "Retry-After", "1"));
    faults.add(new Fault(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "0"));
    try (SourceRun run = open(List.of())) {
      until(run, () -> run.metrics().counted("api_failures") == 1);
      assertThat(run.health().problem().orElseThrow()).endsWith("is asked too often (429)");
      assertThat(ids(run.pollUntil(2, DEADLINE))).containsExactly("0", "1");
      assertThat(run.health().problem()).isEmpty();
      assertThat(run.metrics().counted("api_failures")).isEqualTo(2);
    }
  }

  @Test
  void comesAgainAfterFailuresAndBrokenConnections() throws Exception {
    records = 4;
    faults.addAll(List.of(new Fault(500), new Fault(Fault.CUT), new Fault(503)));
    try (SourceRun run = open(List.of())) {
      assertThat(ids(run.pollUntil(4, DEADLINE))).containsExactlyElementsOf(numbers(0, 4));
      // A cut connection may be tried again by the JDK's client itself.
      assertThat(run.metrics().counted("api_failures")).isBetween(2L, 3L);
    }
  }

  @Test
  void saysWhatIsWrongWithTheToken() throws Exception {
    faults.addAll(List.of(new Fault(401), new Fault(403), new Fault(404)));
    List<String> problems = new ArrayList<>();
    try (SourceRun run = open(List.of())) {
      for (int i = 1; i <= 3; i++) {
        int expected = i;
        until(run, () -> run.metrics().counted("api_failures") == expected);
        problems.add(run.health().problem().orElseThrow());
      }
    }
    assertThat(problems)
        .containsExactly(
            "127.0.0.1 refuses the token (401): give one that is valid",
            "127.0.0.1 does not allow this (403): the token needs the right to test",
            "127.0.0.1 knows no /log (404), or the token may not see it");
    assertThat(asked).first().asString().contains("token t-1");
  }

  @Test
  void asksByTimeWhenItsCursorIsNotKnownAnyMore() throws Exception {
    records = 3;
    try (SourceRun run = open(List.of())) {
      run.pollUntil(3, DEADLINE);
      faults.add(new Fault(410));
      until(run, () -> run.metrics().counted("api_failures") == 1);
      assertThat(run.health().problem().orElseThrow()).contains("asking anew by time");
      asked.clear();
      until(run, () -> !asked.isEmpty());
      assertThat(asked.getFirst()).contains("since=2026-01-02T03:03:32Z");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void beginsByTheClockOfTheService(long seconds) throws Exception {
    ahead = Duration.ofSeconds(seconds);
    Instant theirs = Instant.now();
    try (SourceRun run = open(List.of())) {
      until(run, () -> asked.size() >= 2);
      assertThat(Duration.between(since(asked.get(1)), since(asked.get(0))).toSeconds())
          .isCloseTo(seconds, within(2L));
      assertThat(Duration.between(since(asked.get(1)), theirs).toSeconds())
          .as("lookback")
          .isCloseTo(30, within(2L));
    }
  }

  @Test
  void skipsNothingAndRepeatsNothingWhenClocksJump() throws Exception {
    int written = 1;
    records = written;
    try (SourceRun run = open(List.of())) {
      for (int hours : new int[] {5, -5}) {
        ahead = Duration.ofHours(hours);
        faults.add(
            new Fault(
                429,
                "X-RateLimit-Remaining",
                "0",
                "X-RateLimit-Reset",
                Long.toString(Instant.now().minusSeconds(2).getEpochSecond())));
        written += 4;
        records = written;
        until(run, () -> run.events().size() == records);
      }
      assertThat(ids(run.events())).containsExactlyElementsOf(numbers(0, 9));
    }
  }

  @Test
  void doesNotAskForTheFutureBecauseARecordClaimsToBeOfIt() throws Exception {
    records = 3;
    future = true;
    try (SourceRun run = open(List.of())) {
      run.pollUntil(3, DEADLINE);
      faults.add(new Fault(410));
      until(run, () -> run.metrics().counted("api_failures") == 1);
      asked.clear();
      until(run, () -> !asked.isEmpty());
      assertThat(since(asked.getFirst())).isBefore(Instant.now());
    }
  }

  @Test
  void tellsHowFarItHasCome() throws Exception {
    records = 5;
    List<io.eyrie.api.source.Position> stored;
    try (SourceRun run = open(List.of())) {
      assertThat(run.metrics().reading("last_record_time_seconds")).isZero();
      run.pollUntil(3, DEADLINE);
      assertThat(run.metrics().reading("last_record_time_seconds")).isEqualTo(LAST_OF_FIRST_PAGE);
      run.pollUntil(5, DEADLINE);
      assertThat(run.metrics().reading("last_record_time_seconds"))
          .isEqualTo(LAST_OF_FIRST_PAGE + 2);
      assertThat(run.metrics().counted("records_read")).isEqualTo(5);
      assertThat(run.metrics().counted("bytes_read")).isPositive();
      run.commit();
      stored = run.stored();
    }
    try (SourceRun run = open(stored)) {
      assertThat(run.metrics().reading("last_record_time_seconds"))
          .as("after a restart, before anything new")
          .isEqualTo(LAST_OF_FIRST_PAGE + 2);
    }
  }

  @Test
  void sendsTheTokenNowhereElse() throws Exception {
    records = 9;
    faults.add(new Fault(200, "Link", "<https://evil.example/log>; rel=\"next\""));
    try (SourceRun run = open(List.of())) {
      until(run, () -> !run.malformed().isEmpty());
      assertThat(run.malformed().getFirst()).startsWith("foreign_link /log");
    }
    assertThatThrownBy(() -> Endpoint.base("api_url", "http://example.com"))
        .hasMessageContaining("the token must not be sent over plain HTTP");
    assertThatThrownBy(() -> Endpoint.base("api_url", "ftp://example.com"))
        .isInstanceOf(PluginException.class);
    assertThat(Endpoint.base("api_url", "https://example.com/")).isEqualTo("https://example.com");
  }

  @Test
  void pausesGrowAndDiffer() {
    java.util.Random random = new java.util.Random(1);
    Backoff backoff = new Backoff(random);
    long before = 0;
    for (int i = 0; i < 40; i++) {
      long pause = backoff.failed().toMillis();
      assertThat(pause).isBetween(250L, 300_000L);
      if (i == 9) {
        assertThat(pause).isGreaterThan(before * 20);
      }
      before = i == 0 ? pause : before;
    }
    backoff.succeeded();
    assertThat(backoff.failed().toMillis()).isLessThanOrEqualTo(500);
  }

  /** What the server does once instead of answering. */
  private record Fault(int status, List<String> headers) {
    private static final int CUT = -1;

    Fault(int status, String... headers) {
      this(status, List.of(headers));
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Token"));
    try (exchange) {
      if (!faults.isEmpty()) {
        Fault fault = faults.removeFirst();
        if (fault.status() != Fault.CUT) {
          for (int i = 0; i < fault.headers().size(); i += 2) {
            exchange.getResponseHeaders().add(fault.headers().get(i), fault.headers().get(i + 1));
          }
          byte[] body = "[]".getBytes(UTF_8);
          exchange.sendResponseHeaders(fault.status(), body.length);
          exchange.getResponseBody().write(body);
        }
        return;
      }
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      int after = query.startsWith("after=") ? Integer.parseInt(query.substring(6)) : 0;
      int to = Math.min(records, after + PAGE);
      boolean next = to < records || alwaysNext;
      if (next) {
        String host = "http://127.0.0.1:" + server.getAddress().getPort();
        exchange.getResponseHeaders().add("Link", "<" + host + "/log>; rel=\"self\"");
        exchange
            .getResponseHeaders()
            .add("Link", "<" + host + "/log?after=" + to + ">; rel=\"next\"");
      }
      byte[] body =
          IntStream.range(after, to)
              .mapToObj(
                  ("{\"at\":\""
                          + (future ? 2099 : 2026)
                          + "-01-02T03:04:%1$02dZ\",\"id\":\"%1$d\"}")
                      ::formatted)
              .toList()
              .toString()
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private SourceRun open(List<io.eyrie.api.source.Position> stored) throws PluginException {
    return SourceRun.of(LOG, folder)
        .config(
            Map.of(
                "token",
                "t-1",
                "url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "refresh_interval",
                "10ms"))
        .stored(stored)
        .open();
  }

  private static void until(SourceRun run, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      run.poll();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static List<String> ids(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::partition).toList();
  }

  private static Instant since(String call) {
    return Instant.parse(call.replaceFirst(".*since=", "").replaceFirst(" .*", ""));
  }

  private static List<String> numbers(int from, int to) {
    return Stream.iterate(from, n -> n + 1).limit(to - from).map(String::valueOf).toList();
  }

  private static final class TestService implements Service {

    @Override
    public String key() {
      return "token";
    }

    @Override
    public void declare(ConfigSchema.Builder keys) {
      keys.optional("token", ConfigSchema.Type.SECRET, "A token.")
          .optional("url", ConfigSchema.Type.TEXT, "The log.");
    }

    @Override
    public Endpoint endpoint(Config config) throws PluginException {
      String base = Endpoint.base("url", config.text("url"));
      return new Endpoint(
          base,
          since -> URI.create(base + "/log?since=" + since),
          Map.of("X-Token", "token " + config.text("token")),
          "the right to test");
    }
  }
}
