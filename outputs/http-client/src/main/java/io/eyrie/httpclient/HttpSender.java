// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.error.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;

/**
 * Sends requests and says what became of them. Connections are kept open between requests.
 *
 * <p>For one thread at a time.
 */
public final class HttpSender implements AutoCloseable {

  private static final int LARGEST_ANSWER = 16 << 20;
  private static final int EXCERPT = 300;
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "content-encoding",
          "expect",
          "host",
          "upgrade");

  private final Map<String, String> headers;
  private final boolean gzip;
  private final Optional<Proxy> proxy;
  private final Duration timeout;
  private final Secrets secrets;
  private final ExecutorService threads;
  private final HttpClient client;

  HttpSender(
      Map<String, String> headers,
      boolean gzip,
      Optional<Proxy> proxy,
      SSLContext tls,
      Duration connectTimeout,
      Duration timeout,
      Secrets secrets) {
    this.headers = headers;
    this.gzip = gzip;
    this.proxy = proxy;
    this.timeout = timeout;
    this.secrets = secrets;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eyrie-http-", 0).factory());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(connectTimeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(tls)
            .executor(threads);
    proxy.ifPresent(chosen -> {
      builder.proxy(chosen.selector());
      if (!chosen.username().isEmpty()) {
        builder.authenticator(chosen.authenticator());
      }
    });
    this.client = builder.build();
  }

  static boolean reserved(String header) {
    return RESERVED.contains(header.toLowerCase(Locale.ROOT));
  }

  /**
   * Sends a request whose every answer but 2xx is a failure.
   *
   * @throws PluginException as {@link #failure(Answer)} says, or when there was no answer
   */
  public Answer deliver(HttpMessage message) throws PluginException, InterruptedException {
    Answer answer = send(message);
    if (!answer.taken()) {
      throw failure(answer);
    }
    return answer;
  }

  /**
   * Sends a request.
   *
   * @return the answer, whatever its status
   * @throws PluginException when there was none: worth another try
   */
  public Answer send(HttpMessage message) throws PluginException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request(message), _ -> new LimitedBody(LARGEST_ANSWER));
    try {
      return answer(message.receiver(), coming.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      throw PluginException.external(
          "http.timeout",
          "%s has not answered within %d ms: look whether it is overloaded, or raise timeout"
              .formatted(message.receiver(), timeout.toMillis()),
          null);
    } catch (ExecutionException e) {
      throw noAnswer(message.receiver(), Objects.requireNonNullElse(e.getCause(), e));
    } finally {
      // Breaks off what is still under way, and does nothing to what is done.
      coming.cancel(true);
    }
  }

  /** The failure that an answer other than success is, by the usual meaning of its status. */
  public PluginException failure(Answer answer) {
    return failure(answer, Verdict::usual);
  }

  /** The failure that an answer is to a receiver whose statuses have their own meaning. */
  public PluginException failure(Answer answer, IntFunction<Verdict> meaning) {
    String said = "%s answered %d%s".formatted(answer.receiver(), answer.status(), excerpt(answer));
    return switch (meaning.apply(answer.status())) {
      case TAKEN, AGAIN -> {
        PluginException failure =
            PluginException.external(
                answer.status() == 429 ? "http.throttled" : "http.failing",
                said + pause(answer),
                null);
        yield answer.retryAfter().map(failure::retryAfter).orElse(failure);
      }
      case MISDIRECTED ->
          new PluginException(
              PluginException.Kind.USER,
              "http.misdirected",
              said + ": " + remedy(answer),
              true,
              null);
      case REFUSED ->
          new PluginException(PluginException.Kind.EXTERNAL, "http.refused", said, false, null);
    };
  }

  /**
   * A text of a receiver as it may be shown: without secrets, without control characters, short.
   */
  public String shown(String text) {
    return VisibleText.of(secrets.outOf(text.strip()), EXCERPT);
  }

  private String excerpt(Answer answer) {
    return answer.body().isBlank() ? "" : " (" + shown(answer.body()) + ")";
  }

  private static String pause(Answer answer) {
    return answer
        .retryAfter()
        .map(pause -> " and wants to be left alone for %d s".formatted(pause.toSeconds()))
        .orElse("");
  }

  private static String remedy(Answer answer) {
    return switch (answer.status()) {
      case 401 -> "check the credentials";
      case 407 -> "check proxy_username and proxy_password";
      case 404, 405, 410 -> "check the path of the URL, and whether the receiver still exists";
      default ->
          answer.location().isEmpty()
              ? "check the URL"
              : "it redirects to " + answer.location() + "; write the URL that it leads to";
    };
  }

  private HttpRequest request(HttpMessage message) throws PluginException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(message.receiver().uri())
            // Plain HTTP would begin with a question for HTTP/2, which not every server bears.
            .version(
                message.receiver().secure()
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1)
            .setHeader("User-Agent", "Eyrie");
    headers.forEach(request::setHeader);
    message.headers().forEach(request::setHeader);
    byte[] body = message.body();
    if (body.length == 0) {
      return request.method(message.method(), HttpRequest.BodyPublishers.noBody()).build();
    }
    if (gzip) {
      request.setHeader("Content-Encoding", "gzip");
      body = packed(body);
    }
    return request.method(message.method(), HttpRequest.BodyPublishers.ofByteArray(body)).build();
  }

  private static byte[] packed(byte[] body) throws PluginException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw PluginException.internal("http.packing", "a body could not be packed", e);
    }
    return packed.toByteArray();
  }

  private static Answer answer(Receiver receiver, HttpResponse<byte[]> response) {
    return new Answer(
        receiver,
        response.statusCode(),
        response.body(),
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(value -> RetryAfter.parse(value, Instant.now())),
        response.headers().firstValue("Location").map(HttpSender::place).orElse(""));
  }

  /** Without path and query, which may be secrets. */
  private static String place(String location) {
    try {
      URI uri = URI.create(location);
      return uri.getHost() == null
          ? "another path"
          : uri.getScheme() + "://" + uri.getRawAuthority();
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private PluginException noAnswer(Receiver receiver, Throwable cause) {
    NoAnswer reason = NoAnswer.of(cause, receiver, proxy);
    // Without the cause: its own texts may hold what must not be printed.
    return new PluginException(
        reason.operator() ? PluginException.Kind.USER : PluginException.Kind.EXTERNAL,
        reason.code(),
        "%s %s".formatted(reason.who(), secrets.outOf(reason.what())),
        true,
        null);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.shutdownNow();
  }
}
