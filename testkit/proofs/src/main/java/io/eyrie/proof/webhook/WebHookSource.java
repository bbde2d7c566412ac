// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request only when its alerts are stored: 200 then, 429 at once when too many wait.
 *
 * <p>A handler's thread reads the request, puts it into a bounded queue and goes; the worker judges
 * it and, when the host tells that it is stored, answers it. A sender that gets no answer sends
 * again, with the same id.
 */
final class WebHookSource implements Source {

  private static final int LARGEST = 64 * 1024;
  private static final String DELIVERY = "X-Delivery";

  /** While answers are owed, the worker comes back soon to hear what is stored. */
  private static final long OWING_MILLIS = 2;

  private static final long IDLE_MILLIS = 100;

  private final HttpServer server;
  private final ExecutorService handlers;
  private final Semaphore room;
  private final LongAdder sentAway;
  private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final NavigableMap<Long, Request> owed = new TreeMap<>();
  private long ticket;
  private Request current = new Request("", new byte[0], new byte[4], null);

  /** A request that was read and not answered. */
  private static final class Request {

    private final String delivery;
    private final byte[] body;
    private final byte[] client;
    private final @Nullable HttpExchange exchange;

    private Request(String delivery, byte[] body, byte[] client, @Nullable HttpExchange exchange) {
      this.delivery = delivery;
      this.body = body;
      this.client = client;
      this.exchange = exchange;
    }
  }

  private WebHookSource(
      HttpServer server, ExecutorService handlers, int waiting, SourceContext context) {
    this.server = server;
    this.handlers = handlers;
    this.room = new Semaphore(waiting);
    this.sentAway = context.metrics().counter("sent_away", "Requests that were answered 429.");
  }

  static WebHookSource open(int port, int waiting, SourceContext context) throws PluginException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      HttpServer server = HttpServer.create(address, 0);
      ExecutorService handlers =
          Executors.newFixedThreadPool(
              2, Thread.ofPlatform().name(context.instance() + "-http-", 0).factory());
      WebHookSource source = new WebHookSource(server, handlers, waiting, context);
      server.setExecutor(handlers);
      server.createContext("/", source::receive);
      server.start();
      return source;
    } catch (IOException e) {
      throw new PluginException(
          PluginException.Kind.USER,
          "webhook.port",
          "the port " + port + " can't be served (" + e.getMessage() + "); free it or give another",
          true,
          e);
    }
  }

  /** On a handler's thread. */
  private void receive(HttpExchange exchange) throws IOException {
    String delivery = exchange.getRequestHeaders().getFirst(DELIVERY);
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (!exchange.getRequestMethod().equals("POST") || delivery == null) {
      answer(exchange, 400);
    } else if (body.length > LARGEST) {
      answer(exchange, 413);
    } else if (!room.tryAcquire()) {
      sentAway.increment();
      answer(exchange, 429);
    } else {
      byte[] client = exchange.getRemoteAddress().getAddress().getAddress();
      queue.add(new Request(delivery, body, client, exchange));
    }
  }

  @Override
  public Extraction bind(Demand demand) {
    List<String> names = demand.fields().stream().map(request -> request.field().name()).toList();
    return (index, into) -> extract(names.get(index), into);
  }

  private void extract(String name, Value into) {
    switch (name) {
      case "hook.delivery" -> into.set(current.delivery);
      case "hook.body" -> into.set(current.body, 0, current.body.length);
      case "hook.client" -> into.set(current.client, 0, current.client.length);
      default -> throw new IllegalArgumentException(name);
    }
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    long wait = owed.isEmpty() ? IDLE_MILLIS : OWING_MILLIS;
    Request next = queue.poll(wait, TimeUnit.MILLISECONDS);
    if (next == null) {
      return Progress.IDLE;
    }
    for (; next != null; next = queue.poll()) {
      current = next;
      if (next.body.length == 0) {
        sink.malformed("empty", "delivery " + next.delivery, "has no body");
      } else {
        sink.partition(next.delivery);
        sink.accept(0, System.currentTimeMillis() * 1_000_000, 0);
      }
      owed.put(++ticket, next);
      sink.checkpoint(ticket);
    }
    return Progress.MORE;
  }

  @Override
  public void committed(long upTo) {
    NavigableMap<Long, Request> done = owed.headMap(upTo, true);
    for (Request request : done.values()) {
      room.release();
      if (request.exchange != null) {
        answer(request.exchange, request.body.length == 0 ? 400 : 200);
      }
    }
    done.clear();
  }

  private static void answer(HttpExchange exchange, int status) {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    } catch (IOException e) {
      // The sender is gone and will send again.
      System.getLogger("proof.webhook").log(System.Logger.Level.DEBUG, "no answer sent", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.close();
  }
}
