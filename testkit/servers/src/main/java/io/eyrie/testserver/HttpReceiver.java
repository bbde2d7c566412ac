// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback that keeps what it receives and answers as it is told. */
public final class HttpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Function<Received, Answer> usual = _ -> new Answer(200, Map.of(), "");

  /** A request. */
  public static final class Received {

    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] bytes;

    private Received(String method, String target, Map<String, String> headers, byte[] bytes) {
      this.method = method;
      this.target = target;
      this.headers = headers;
      this.bytes = bytes;
    }

    /** Such as {@code POST}. */
    public String method() {
      return method;
    }

    /** Path and query, or the whole URL where a proxy was asked. */
    public String target() {
      return target;
    }

    /** The value of a header, its name in any case; those of several joined by commas; or null. */
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    /** The body, unpacked where it came packed. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** The body as text. */
    public String body() {
      return new String(bytes, UTF_8);
    }
  }

  /**
   * An answer.
   *
   * @param status 0: none, for as long as the server runs; -1: the connection is broken off
   */
  public record Answer(int status, Map<String, String> headers, String body) {}

  private HttpReceiver(@Nullable SSLContext tls, boolean clientCertificates) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      this.server = HttpServer.create(address, 0);
      this.scheme = "http";
    } else {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new Configurator(tls, clientCertificates));
      this.server = https;
      this.scheme = "https";
    }
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-receiver-", 0).factory());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one that speaks plain HTTP and answers 200. */
  public static HttpReceiver start() throws IOException {
    return new HttpReceiver(null, false);
  }

  /**
   * Starts one that speaks HTTPS and answers 200.
   *
   * @param clientCertificates whether clients must show a certificate
   */
  public static HttpReceiver start(SSLContext tls, boolean clientCertificates) throws IOException {
    return new HttpReceiver(tls, clientCertificates);
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return scheme + "://localhost:" + port();
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Gives one of the next requests that answer; the answers are used in their order. */
  public void answer(int status, Map<String, String> headers, String body) {
    answers.add(new Answer(status, headers, body));
  }

  /** Gives one of the next requests an answer of that status without more. */
  public void answer(int status) {
    answer(status, Map.of(), "");
  }

  /** Answers requests that way from now on, unless answers are waiting. */
  public void usually(Function<Received, Answer> way) {
    usual = way;
  }

  /** All requests so far. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** The bodies of all requests so far. */
  public List<String> bodies() {
    return received.stream().map(Received::body).toList();
  }

  /** Forgets requests and answers. */
  public void reset() {
    received.clear();
    answers.clear();
    usual = _ -> new Answer(200, Map.of(), "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received request = read(exchange);
      received.add(request);
      Answer answer = Objects.requireNonNullElseGet(answers.poll(), () -> usual.apply(request));
      if (answer.status() == 0) {
        closing.await();
      }
      if (answer.status() <= 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Received read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(",", values)));
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    byte[] plain = bytes;
    if ("gzip".equals(headers.get("Content-Encoding"))) {
      try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        plain = unpacked.readAllBytes();
      }
    }
    return new Received(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, plain);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static final class Configurator extends HttpsConfigurator {

    private final boolean clientCertificates;

    private Configurator(SSLContext tls, boolean clientCertificates) {
      super(tls);
      this.clientCertificates = clientCertificates;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
      chosen.setNeedClientAuth(clientCertificates);
      parameters.setSSLParameters(chosen);
    }
  }
}
