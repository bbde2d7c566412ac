// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Senders to a web hook, each request with a number of its own, that send it again until it is
 * answered 200, as providers do; every tenth is sent once more even then.
 */
final class NumberedRequests implements AutoCloseable {

  private static final int SENDERS = 4;
  private static final String SECRET = "a secret of this test";

  /** Who sends. */
  enum Kind {
    /** An API server of Kubernetes, which gives each record an id. */
    K8S_AUDIT(
        "k8saudit",
        "",
        "k8s_audit",
        "ka.uri = /numbered",
        "%ka.auditid",
        """
        {"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"%d","stage":"ResponseComplete",\
        "stageTimestamp":"2026-03-02T09:00:00.000000Z","requestURI":"/numbered","verb":"get"}
        """),
    /** GitHub, which signs what it sends and gives each delivery an id. */
    GITHUB(
        "github",
        ", secret: '" + SECRET + "'",
        "github",
        "github.action = numbered",
        "%json.value[/number]",
        "{\"action\":\"numbered\",\"number\":%d}");

    private final String plugin;
    private final String config;
    private final String source;
    private final String condition;
    private final String number;
    private final String record;

    Kind(
        String plugin,
        String config,
        String source,
        String condition,
        String number,
        String record) {
      this.plugin = plugin;
      this.config = config;
      this.source = source;
      this.condition = condition;
      this.number = number;
      this.record = record;
    }

    private HttpRequest request(URI to, int number) {
      byte[] body = record.formatted(number).getBytes(UTF_8);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(to)
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      if (this == GITHUB) {
        request
            .header("X-GitHub-Event", "issues")
            .header("X-GitHub-Delivery", "delivery-" + number)
            .header("X-Hub-Signature-256", "sha256=" + signature(body));
      }
      return request.build();
    }

    private static String signature(byte[] body) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has HmacSHA256", e);
      }
    }
  }

  private final Kind kind;
  private final int port;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean stopping;

  private NumberedRequests(Kind kind, int port) {
    this.kind = kind;
    this.port = port;
  }

  /** Senders to a port that is free now. */
  static NumberedRequests of(Kind kind) throws IOException {
    return new NumberedRequests(kind, FreePorts.next());
  }

  /** The item of {@code sources} that they send to. */
  String source() {
    return """
      - plugin: %s
        config: {listen: '%d'%s}
    """
        .formatted(kind.plugin, port, kind.config);
  }

  /** The name of the rule. */
  String ruleName() {
    return "Numbered request of " + kind.source;
  }

  /** A rule that matches each of them; {@code n=} in its message is followed by the number. */
  String rule() {
    return """
    - rule: %s
      desc: Matches each numbered request.
      source: %s
      condition: %s
      output: numbered n=%s
      priority: NOTICE
    """
        .formatted(ruleName(), kind.source, kind.condition, kind.number);
  }

  /** Begins to send. */
  void start() {
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofPlatform().daemon().name("sender-" + i).start(this::send));
    }
  }

  private void send() {
    URI hook = URI.create("http://127.0.0.1:" + port + "/");
    try {
      while (!stopping) {
        int number = next.getAndIncrement();
        HttpRequest request = kind.request(hook, number);
        while (!answered(request)) {
          again.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(20);
        }
        taken.incrementAndGet();
        if (number % 10 == 0) {
          answered(request);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answered(HttpRequest request) throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      // Killed, or not there yet.
      return false;
    }
  }

  /** How many have been answered 200. */
  int taken() {
    return taken.get();
  }

  /** How often one had to be sent again. */
  int again() {
    return again.get();
  }

  /** Sends no further number and waits until the last ones are taken. */
  void stop() throws Exception {
    stopping = true;
    Await.until(
        () -> taken + " of " + next + " requests were taken",
        () -> senders.stream().noneMatch(Thread::isAlive));
  }

  /** All numbers that have been sent. */
  Set<Integer> numbers() {
    return IntStream.range(0, next.get()).boxed().collect(Collectors.toSet());
  }

  @Override
  public void close() {
    stopping = true;
    senders.forEach(Thread::interrupt);
    client.shutdownNow();
  }
}
