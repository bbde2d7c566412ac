// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a web hook: reads requests, has the doorkeeper look at them, queues them and
 * sends their answers.
 *
 * <p>Each request has a virtual thread of its own, which waits until the worker has judged it. What
 * waits is bounded by the bytes of the bodies; a body must have come after half a minute.
 */
final class WebHookServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WebHookServer.class.getName());

  /** A request takes at least this much of the room, so that empty ones are bounded, too. */
  private static final int LEAST = 4096;

  private static final long BODY_SECONDS = 30;
  private static final long ANSWER_SECONDS = 60;
  private static final String RETRY_SECONDS = "2";

  private final HttpServer server;
  private final ExecutorService handlers;
  private final ScheduledThreadPoolExecutor reaper;
  private final Doorkeeper doorkeeper;
  private final String path;
  private final int largestBody;
  private final Semaphore room;
  private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private final LongAdder received;
  private final LongAdder refused;
  private final LongAdder sentAway;
  private volatile boolean closing;

  private WebHookServer(
      HttpServer server,
      Doorkeeper doorkeeper,
      String path,
      int largestBody,
      int waiting,
      SourceContext context) {
    this.server = server;
    this.doorkeeper = doorkeeper;
    this.path = path;
    this.largestBody = largestBody;
    this.room = new Semaphore(waiting);
    this.handlers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(context.instance() + "-hook-", 0).factory());
    this.reaper =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(context.instance() + "-hook-reaper").factory());
    reaper.setRemoveOnCancelPolicy(true);
    this.received = context.metrics().counter("requests", "Requests that were let in.");
    this.refused =
        context
            .metrics()
            .counter("requests_refused", "Requests that were answered 4xx, 429 aside.");
    this.sentAway = context.metrics().counter("requests_sent_away", "Requests answered 429.");
    context
        .metrics()
        .gauge(
            "requests_waiting_bytes",
            "What requests hold that wait for their answers.",
            () -> (long) waiting - room.availablePermits());
  }

  /**
   * Begins to serve.
   *
   * @throws PluginException if the address can't be had
   */
  static WebHookServer open(
      InetSocketAddress address,
      String path,
      ServerTls tls,
      Doorkeeper doorkeeper,
      int largestBody,
      int waiting,
      SourceContext context)
      throws PluginException {
    try {
      HttpServer server = bind(address, tls);
      WebHookServer hook =
          new WebHookServer(server, doorkeeper, path, largestBody, waiting, context);
      server.setExecutor(hook.handlers);
      server.createContext("/", hook::serve);
      server.start();
      tell(server.getAddress(), tls, doorkeeper, context);
      return hook;
    } catch (IOException e) {
      throw new PluginException(
          PluginException.Kind.USER,
          "webhook.port",
          "listen: "
              + address
              + " can't be served ("
              + e.getMessage()
              + "); free it or give another",
          true,
          e);
    }
  }

  private static HttpServer bind(InetSocketAddress address, ServerTls tls) throws IOException {
    SSLContext context = tls.context();
    if (context == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters own = getSSLContext().getDefaultSSLParameters();
            own.setNeedClientAuth(tls.asksForCertificate());
            parameters.setSSLParameters(own);
          }
        });
    return server;
  }

  /** Says where it listens, and warns when others than this machine can reach it unguarded. */
  private static void tell(
      InetSocketAddress address, ServerTls tls, Doorkeeper doorkeeper, SourceContext context) {
    LOG.log(
        System.Logger.Level.INFO,
        "{0}: the web hook listens on {1}:{2}",
        context.instance(),
        address.getAddress().getHostAddress(),
        Integer.toString(address.getPort()));
    if (address.getAddress().isLoopbackAddress()) {
      return;
    }
    String problem = null;
    if (tls.context() == null) {
      problem = "without TLS: what is sent can be read and forged on its way; set tls_certificate";
    } else if (!tls.asksForCertificate() && !doorkeeper.asksForSecret()) {
      problem =
          "to everybody who reaches it: events can be forged; set tls_client_ca, or a secret where"
              + " the source has one";
    }
    if (problem != null) {
      context.health().degraded("the web hook is open " + problem);
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: the web hook on {1} is open {2}",
          context.instance(),
          address,
          problem);
    }
  }

  /** The next request to judge, waited for at most that long; null when there is none. */
  @Nullable Request next(long millis) throws InterruptedException {
    return queue.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** On a thread of the request's own. */
  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(path)) {
        refuse(exchange, 404, "the web hook is at " + path);
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        refuse(exchange, 405, "only POST");
      } else {
        post(exchange);
      }
    }
  }

  private void post(HttpExchange exchange) throws IOException {
    long length = contentLength(exchange);
    if (length > largestBody) {
      refuse(exchange, 413, "more than " + largestBody + " bytes (max_body_size)");
      return;
    }
    int reserved = Math.max(LEAST, length < 0 ? largestBody : (int) length);
    if (closing || !room.tryAcquire(reserved)) {
      sentAway.increment();
      exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
      answer(exchange, closing ? 503 : 429, "too much waits to be stored; send again later");
      return;
    }
    try {
      byte[] body = body(exchange);
      if (body.length > largestBody) {
        refuse(exchange, 413, "more than " + largestBody + " bytes (max_body_size)");
      } else if (compressed(body)) {
        refuse(exchange, 415, "compressed bodies are not read");
      } else {
        admit(exchange, body);
      }
    } finally {
      room.release(reserved);
    }
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    Future<?> late = reaper.schedule(exchange::close, BODY_SECONDS, TimeUnit.SECONDS);
    try {
      return exchange.getRequestBody().readNBytes(largestBody + 1);
    } finally {
      late.cancel(false);
    }
  }

  private static boolean compressed(byte[] body) {
    return body.length > 1 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
  }

  private void admit(HttpExchange exchange, byte[] body) throws IOException {
    switch (doorkeeper.admit(exchange.getRequestHeaders()::getFirst, body)) {
      case Admission.Answered answered -> {
        if (answered.status() < 400) {
          answer(exchange, answered.status(), answered.reason());
        } else {
          refuse(exchange, answered.status(), answered.reason());
        }
      }
      case Admission.Admitted admitted -> {
        received.increment();
        String id = admitted.id();
        String name =
            id == null
                ? "request " + numbers.incrementAndGet() + " from " + sender(exchange)
                : "delivery " + id + " from " + sender(exchange);
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        Request request = new Request(name, admitted.records(), id, now);
        queue.add(request);
        if (closing) {
          request.release(503);
        }
        respond(exchange, request);
      }
    }
  }

  private void respond(HttpExchange exchange, Request request) throws IOException {
    int status;
    try {
      status = request.answer().get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException _) {
      status = 503;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      status = 503;
    }
    switch (status) {
      case 200 -> answer(exchange, 200, "");
      case 400 -> refuse(exchange, 400, "no record of the request is an event");
      default -> {
        exchange.getResponseHeaders().set("Retry-After", RETRY_SECONDS);
        answer(exchange, status, "not stored yet; send again");
      }
    }
  }

  private static String sender(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  /** The announced length; -1 when there is none. */
  private static long contentLength(HttpExchange exchange) {
    String text = exchange.getRequestHeaders().getFirst("Content-Length");
    try {
      return text == null ? -1 : Long.parseLong(text.strip());
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    refused.increment();
    LOG.log(
        System.Logger.Level.DEBUG,
        "refused a request of {0} with {1}: {2}",
        exchange.getRemoteAddress(),
        status,
        reason);
    answer(exchange, status, reason);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.isEmpty() ? new byte[0] : (text + "\n").getBytes(StandardCharsets.UTF_8);
    if (body.length > 0) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers what waits with 503 and ends; whatever was not answered is sent again. */
  @Override
  public void close() {
    closing = true;
    queue.forEach(request -> request.release(503));
    handlers.shutdown();
    try {
      if (!handlers.awaitTermination(1, TimeUnit.SECONDS)) {
        handlers.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    handlers.shutdownNow();
    reaper.shutdownNow();
    handlers.close();
  }
}
