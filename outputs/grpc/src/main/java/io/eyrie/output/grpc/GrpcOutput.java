// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.ServingOutput;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A gRPC server of its own: its services, reflection and health, on threads of its own. */
final class GrpcOutput implements ServingOutput {

  private static final Logger LOG = System.getLogger("io.eyrie.output.grpc");

  /** What the transport takes: more than we serve, so that it is us who refuse. */
  private static final int LARGEST_MESSAGE = 4 * RequestCheck.LARGEST;

  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int KEEP_ALIVE_ANSWER_SECONDS = 20;

  /** A living client answers keep-alive by then. */
  private static final int SILENCE_MILLIS =
      1000 * (KEEP_ALIVE_SECONDS + KEEP_ALIVE_ANSWER_SECONDS + 10);

  /** Calls beside the streams, on one connection or in connections of their own. */
  private static final int MORE_CALLS = 100;

  private final ServerSettings settings;
  private final OutputContext context;
  private final HealthStatusManager health = new HealthStatusManager();

  private volatile @Nullable Server server;
  private @Nullable Streams streams;
  private @Nullable ExecutorService executor;
  private @Nullable ScheduledExecutorService timer;

  GrpcOutput(ServerSettings settings, OutputContext context) {
    this.settings = settings;
    this.context = context;
  }

  @Override
  public void serve(AlertLog log) throws PluginException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("eyrie-grpc-", 0).factory());
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("eyrie-grpc-timer").daemon().factory());
    executor = threads;
    timer = clock;
    Streams open = new Streams(settings.maxStreams(), threads, context.metrics());
    streams = open;
    Connections connections = new Connections(clock);
    OkHttpServerBuilder builder =
        OkHttpServerBuilder.forPort(settings.address().socket(), settings.tls().credentials())
            // gRPC's shared pools would outlive the plugin.
            .executor(threads)
            .transportExecutor(threads)
            .scheduledExecutorService(clock)
            .socketFactory(listeners(connections))
            .addStreamTracerFactory(connections)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            // Streams beyond the bound are refused with a reason, rather than left waiting.
            .maxConcurrentCallsPerConnection(2 * settings.maxStreams() + MORE_CALLS);
    addServices(builder, log, open);
    Server built = builder.build();
    try {
      server = built.start();
    } catch (IOException e) {
      throw failure(e);
    }
    health.setStatus(AlertServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    if (settings.address().reachable()
        && settings.tokenFile().isEmpty()
        && !settings.tls().knowsClients()) {
      LOG.log(
          Level.WARNING,
          "anybody who reaches {0} may read all alerts: give output {1} a token_file or a tls_client_ca",
          settings.address().text(),
          context.instance());
    }
  }

  private void addServices(OkHttpServerBuilder builder, AlertLog log, Streams open)
      throws PluginException {
    Calls calls = new Calls();
    builder
        .addTransportFilter(calls)
        .intercept(calls)
        .addService(checked(new AlertService(log, open, calls)))
        .addService(checked(new CatalogueService(context.catalogue(), calls)))
        .addService(checked(health.getHealthService()))
        .addService(checked(ProtoReflectionServiceV1.newInstance()));
    if (settings.falcoServices()) {
      builder
          .addService(checked(new FalcoOutputs(log, open)))
          .addService(checked(new FalcoVersion(calls)));
    }
    if (settings.tokenFile().isPresent()) {
      // The last one is asked first.
      builder.intercept(
          new TokenCheck(
              BearerTokens.of(settings.tokenFile().get(), context.health()),
              context.metrics().counter("refused_calls", "Calls without a known token.")));
    }
  }

  private static ServerServiceDefinition checked(BindableService service) {
    return RequestCheck.checked(service.bindService());
  }

  private ServerSocketFactory listeners(Connections connections) {
    Listener.Bounds bounds =
        new Listener.Bounds(
            2 * settings.maxStreams() + MORE_CALLS,
            context.metrics().counter("refused_connections", "Connections beyond the bound."),
            connections);
    return settings.address().unix()
        ? new Listeners(() -> new UnixListener(bounds, settings.socketMode()))
        : new Listeners(() -> new TcpListener(bounds, SILENCE_MILLIS));
  }

  private PluginException failure(IOException e) {
    boolean used = e instanceof BindException || e.getCause() instanceof BindException;
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return PluginException.external(
        used ? "address.unusable" : "serve.failed",
        "gRPC can't be served on %s (%s): end the program that has the address, or set 'bind' of the output to another one, such as 127.0.0.1:7412"
            .formatted(settings.address().text(), reason.getMessage()),
        e);
  }

  @Override
  public List<String> endpoints() {
    Server running = server;
    if (running == null || running.isShutdown()) {
      return List.of();
    }
    return running.getListenSockets().stream().map(GrpcOutput::text).toList();
  }

  private static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      String host = inet.getAddress().getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
    return "unix:" + address;
  }

  @Override
  public void close() {
    health.enterTerminalState();
    if (streams != null) {
      streams.close();
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
