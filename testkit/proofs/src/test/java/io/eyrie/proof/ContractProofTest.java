// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.proof.file.FilePlugin;
import io.eyrie.proof.poller.PollerPlugin;
import io.eyrie.proof.queue.QueuePlugin;
import io.eyrie.proof.serving.ServingPlugin;
import io.eyrie.proof.webhook.WebHookPlugin;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testkit.SourceContract;
import io.eyrie.testkit.SourceRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract carries a file, a queue, a web hook, a poller and a serving output. */
class ContractProofTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void aFileIsReadAgainFromWhereItWasCommitted() throws IOException {
    Path file = temp.resolve("numbered.log");
    String lines =
        IntStream.rangeClosed(1, 2000)
            .mapToObj(n -> "n=" + n + " user=alice\n")
            .collect(Collectors.joining());
    Files.writeString(file, lines + "nothing here\nn=last user=bob\nn=unfinish");
    SourceContract.of(source(new FilePlugin()))
        .config(Map.of("files", List.of(file.toString())))
        .argument("line.value", "user")
        .events(2001)
        .malformed(1)
        .verify(temp);
  }

  @Test
  void aFileThatGrowsIsFollowed() throws Exception {
    Path file = temp.resolve("growing.log");
    try (SourceRun run =
        SourceRun.of(source(new FilePlugin()), temp)
            .config(Map.of("files", file.toString()))
            .open()) {
      run.poll();
      Files.writeString(file, "n=1\nn=");
      assertThat(run.pollUntil(1, DEADLINE)).hasSize(1);
      Files.writeString(file, "n=1\nn=22\n");
      assertThat(run.pollUntil(2, DEADLINE))
          .extracting(event -> event.value("line.number"))
          .containsExactly(1L, 22L);
      assertThat(run.faults()).isEmpty();
    }
  }

  @Test
  void aMessageIsDeletedWhenItsAlertsAreStoredAndNotBefore() throws Exception {
    Path spool = Files.createDirectory(temp.resolve("spool"));
    for (int n = 1; n <= 20; n++) {
      Files.writeString(spool.resolve("%04d.msg".formatted(n)), "message " + n);
    }
    try (SourceRun run =
        SourceRun.of(source(new QueuePlugin()), temp)
            .config(Map.of("spool", spool.toString()))
            .open()) {
      assertThat(run.pollUntil(20, DEADLINE)).hasSize(20);
      assertThat(spool).isDirectoryContaining(file -> file.endsWith("0001.msg"));
      run.commit(7);
      try (Stream<Path> left = Files.list(spool)) {
        assertThat(left).hasSize(13);
      }
    }
  }

  @Test
  void aMessageThatWasNotAcknowledgedComesAgain() throws IOException {
    Path spool = Files.createDirectory(temp.resolve("spool"));
    for (int n = 1; n <= 20; n++) {
      Files.writeString(spool.resolve("%04d.msg".formatted(n)), n == 9 ? "" : "message " + n);
    }
    SourceContract.of(source(new QueuePlugin()))
        .config(Map.of("spool", spool.toString()))
        .events(19)
        .malformed(1)
        .verify(temp);
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void aQueueTakesNoMoreThanMayBeInFlight() throws Exception {
    Path spool = Files.createDirectory(temp.resolve("spool"));
    for (int n = 1; n <= 5; n++) {
      Files.writeString(spool.resolve(n + ".msg"), "message " + n);
    }
    try (SourceRun run =
        SourceRun.of(source(new QueuePlugin()), temp)
            .config(Map.of("spool", spool.toString(), "in_flight", "2"))
            .open()) {
      run.poll();
      run.poll();
      assertThat(run.events()).hasSize(2);
      run.commit();
      assertThat(run.pollUntil(4, DEADLINE)).hasSize(4);
    }
  }

  @Test
  void aWebHookAnswersWhenTheAlertsAreStoredAndNotBefore() throws Exception {
    int port = freePort();
    try (HttpClient client = HttpClient.newHttpClient();
        SourceRun run =
            SourceRun.of(source(new WebHookPlugin()), temp)
                .config(Map.of("port", "" + port))
                .open()) {
      CompletableFuture<HttpResponse<Void>> answer = send(client, port, "d-1", "hello");
      assertThat(run.pollUntil(1, DEADLINE))
          .singleElement()
          .satisfies(event -> assertThat(event.value("hook.body")).isEqualTo("hello"))
          .satisfies(event -> assertThat(event.value("hook.client")).isEqualTo("127.0.0.1"));
      assertThat(answer).isNotDone();
      run.commit();
      assertThat(answer.get().statusCode()).isEqualTo(200);
      assertThat(run.faults()).isEmpty();
    }
  }

  @Test
  void aWebHookSendsAwayWhatItHasNoRoomFor() throws Exception {
    int port = freePort();
    try (HttpClient client = HttpClient.newHttpClient();
        SourceRun run =
            SourceRun.of(source(new WebHookPlugin()), temp)
                .config(Map.of("port", "" + port, "waiting", "2"))
                .open()) {
      CompletableFuture<HttpResponse<Void>> first = send(client, port, "d-1", "1");
      CompletableFuture<HttpResponse<Void>> second = send(client, port, "d-2", "2");
      assertThat(run.pollUntil(2, DEADLINE)).hasSize(2);
      assertThat(send(client, port, "d-3", "3").get().statusCode()).isEqualTo(429);
      assertThat(run.metrics().counted("sent_away")).isEqualTo(1);
      run.commit();
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(second.get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRequestThatWasNotAnsweredIsSentAgainAndIsTheSameEvent() throws IOException {
    int port = freePort();
    ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
    threads.prestartAllCoreThreads();
    try (threads;
        HttpClient client = HttpClient.newBuilder().executor(threads).build()) {
      Map<String, CompletableFuture<HttpResponse<Void>>> sent = new HashMap<>();
      SourceContract.of(source(new WebHookPlugin()))
          .config(Map.of("port", "" + port))
          .events(6)
          .outside(() -> {
            for (int n = 1; n <= 6; n++) {
              String id = "d-" + n;
              CompletableFuture<HttpResponse<Void>> before = sent.get(id);
              if (before == null || !answered(before)) {
                sent.put(id, send(client, port, id, "body " + n));
              }
            }
          })
          .verify(temp);
      assertThat(sent.values()).allMatch(ContractProofTest::answered);
    }
  }

  @Test
  void aPollerGoesOnBehindItsCursor() throws IOException {
    List<String> asked = new ArrayList<>();
    HttpServer service =
        journal(30, asked, n -> n == 12 ? "no entry at all" : n + " entry number " + n);
    try {
      SourceContract.of(source(new PollerPlugin()))
          .config(
              Map.of(
                  "url",
                  "http://127.0.0.1:" + service.getAddress().getPort() + "/",
                  "interval",
                  "10ms"))
          .events(29)
          .malformed(1)
          .verify(temp);
      assertThat(asked).contains("after=0", "after=10", "after=30");
    } finally {
      service.stop(0);
    }
  }

  @Test
  void aServingOutputStreamsResumesAndTellsOfGaps() throws Exception {
    try (OutputRun run = OutputRun.open(new ServingPlugin().outputs().getFirst(), Map.of(), temp)) {
      run.log().append(MadeAlert.number(1));
      run.log().append(MadeAlert.number(2));
      String endpoint = run.endpoints().getFirst();
      String token;
      try (BufferedReader lines = get(endpoint)) {
        assertThat(lines.readLine()).endsWith(MadeAlert.number(1).json());
        String second = lines.readLine();
        assertThat(second).endsWith(MadeAlert.number(2).json());
        token = second.substring(0, second.indexOf(' '));
        run.log().append(MadeAlert.number(3));
        assertThat(lines.readLine()).as("live").endsWith(MadeAlert.number(3).json());
      }
      try (BufferedReader lines = get(endpoint + "?" + token)) {
        assertThat(lines.readLine()).as("resumed").endsWith(MadeAlert.number(3).json());
      }
      run.log().expire();
      run.log().append(MadeAlert.number(4));
      try (BufferedReader lines = get(endpoint + "?" + token)) {
        assertThat(lines.readLine()).endsWith(" gap 1");
        assertThat(lines.readLine()).endsWith(MadeAlert.number(4).json());
      }
    }
  }

  private static SourceProvider source(Plugin plugin) {
    return plugin.sources().getFirst();
  }

  private static boolean answered(CompletableFuture<HttpResponse<Void>> response) {
    try {
      return response.get().statusCode() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  private static CompletableFuture<HttpResponse<Void>> send(
      HttpClient client, int port, String delivery, String body) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .header("X-Delivery", delivery)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static BufferedReader get(String url) throws IOException {
    URLConnection connection = URI.create(url).toURL().openConnection();
    InputStream in = connection.getInputStream();
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static HttpServer journal(int entries, List<String> asked, IntFunction<String> text)
      throws IOException {
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          asked.add(query);
          int after = Integer.parseInt(query.substring("after=".length()));
          byte[] page =
              IntStream.rangeClosed(after + 1, Math.min(after + 10, entries))
                  .mapToObj(text)
                  .collect(Collectors.joining("\n"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length == 0 ? -1 : page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    service.start();
    return service;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
