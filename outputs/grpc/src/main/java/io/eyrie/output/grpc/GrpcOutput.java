// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.ServingOutput;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gRPC server of its own: alert service, reflection and health, on threads of its own. */
final class GrpcOutput implements ServingOutput {

  private final BindAddress address;
  private final int maxStreams;
  private final Metrics metrics;
  private final HealthStatusManager health = new HealthStatusManager();

  private volatile @Nullable Server server;
  private @Nullable AlertService service;
  private @Nullable ExecutorService executor;
  private @Nullable ScheduledExecutorService timer;

  GrpcOutput(BindAddress address, int maxStreams, Metrics metrics) {
    this.address = address;
    this.maxStreams = maxStreams;
    this.metrics = metrics;
  }

  @Override
  public void serve(AlertLog log) throws PluginException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eyrie-grpc-", 0).factory());
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("eyrie-grpc-timer").daemon().factory());
    AlertService alerts = new AlertService(log, maxStreams, threads, metrics);
    executor = threads;
    timer = clock;
    service = alerts;
    Server built =
        OkHttpServerBuilder.forPort(address.socket(), InsecureServerCredentials.create())
            // gRPC's shared pools would outlive the plugin.
            .executor(threads)
            .transportExecutor(threads)
            .scheduledExecutorService(clock)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(1, TimeUnit.MINUTES)
            .maxInboundMessageSize(1 << 20)
            .addService(alerts)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    try {
      server = built.start();
    } catch (IOException e) {
      throw failure(e);
    }
    health.setStatus(
        AlertServiceGrpc.SERVICE_NAME, io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
  }

  private PluginException failure(IOException e) {
    boolean used = e instanceof BindException || e.getCause() instanceof BindException;
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return PluginException.external(
        used ? "address.unusable" : "serve.failed",
        "gRPC can't be served on %s (%s): end the program that has the address, or set 'bind' of the output to another one, such as 127.0.0.1:7412"
            .formatted(address.text(), reason.getMessage()),
        e);
  }

  @Override
  public List<String> endpoints() {
    Server running = server;
    if (running == null || running.isShutdown()) {
      return List.of();
    }
    return running.getListenSockets().stream()
        .map(InetSocketAddress.class::cast)
        .map(socket -> host(socket) + ":" + socket.getPort())
        .toList();
  }

  private static String host(InetSocketAddress socket) {
    String host = socket.getAddress().getHostAddress();
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  @Override
  public void close() {
    health.enterTerminalState();
    if (service != null) {
      service.close();
    }
    Server running = server;
    if (running != null) {
      running.shutdown();
      awaitEnd(running);
    }
    if (executor != null) {
      executor.shutdownNow();
    }
    if (timer != null) {
      timer.shutdownNow();
    }
    awaitThreads();
  }

  /** Streams end by themselves once their service is closed; who does not take that is cut off. */
  private static void awaitEnd(Server running) {
    try {
      if (!running.awaitTermination(2, TimeUnit.SECONDS)) {
        running.shutdownNow();
        running.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitThreads() {
    try {
      if (executor != null) {
        executor.awaitTermination(2, TimeUnit.SECONDS);
      }
      if (timer != null) {
        timer.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
