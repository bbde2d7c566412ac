// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.ServingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Streams alerts to each client, one line each: a token, a space, and the alert as JSON or the word
 * {@code gap} with a count. {@code GET /} begins at the oldest, {@code GET /?token} behind a token.
 */
final class HttpOutput implements ServingOutput {

  private static final int BATCH = 100;
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final int port;
  private final String instance;
  private final Set<AlertReader> readers = ConcurrentHashMap.newKeySet();
  private volatile List<String> endpoints = List.of();
  private volatile boolean closed;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService clients;

  HttpOutput(int port, String instance) {
    this.port = port;
    this.instance = instance;
  }

  @Override
  public void serve(AlertLog log) throws PluginException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      HttpServer made = HttpServer.create(address, 0);
      ExecutorService threads =
          Executors.newCachedThreadPool(
              Thread.ofPlatform().name(instance + "-client-", 0).factory());
      made.setExecutor(threads);
      made.createContext("/", exchange -> stream(exchange, log));
      made.start();
      server = made;
      clients = threads;
      endpoints =
          List.of("http://" + address.getHostString() + ":" + made.getAddress().getPort() + "/");
    } catch (IOException e) {
      throw PluginException.user(
          "serving.port", "the port " + port + " can't be served: " + e.getMessage());
    }
  }

  @Override
  public List<String> endpoints() {
    return endpoints;
  }

  /** On a thread of the client's own. */
  private void stream(HttpExchange exchange, AlertLog log) throws IOException {
    String token = exchange.getRequestURI().getQuery();
    AlertReader reader;
    try {
      reader =
          token == null ? log.fromOldest(AlertFilter.all()) : log.resume(AlertFilter.all(), token);
    } catch (IllegalArgumentException e) {
      exchange.sendResponseHeaders(400, -1);
      exchange.close();
      return;
    }
    readers.add(reader);
    try (exchange;
        reader) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (!closed) {
        for (AlertEntry entry : reader.read(BATCH, WAIT)) {
          out.write((entry.token() + " " + line(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      readers.remove(reader);
    }
  }

  private static String line(AlertEntry entry) {
    Alert alert = entry.alert();
    if (alert != null) {
      return alert.json();
    }
    AlertEntry.Gap gap = entry.gap();
    return "gap " + (gap == null ? 0 : gap.count());
  }

  @Override
  public void close() {
    closed = true;
    readers.forEach(AlertReader::close);
    if (server != null) {
      server.stop(0);
    }
    if (clients != null) {
      clients.close();
    }
  }
}
