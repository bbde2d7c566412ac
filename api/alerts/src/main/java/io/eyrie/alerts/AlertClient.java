// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A connection to the alert service of one Eyrie host, without encryption: for the loopback address
 * or a network that is safe by other means.
 *
 * <p>It connects when the first stream needs it. Safe for several threads.
 */
public final class AlertClient implements AutoCloseable {

  /** The address that a host serves by default. */
  public static final String DEFAULT_ADDRESS = "127.0.0.1:7411";

  private final ManagedChannel channel;
  private final ExecutorService executor;

  private AlertClient(ManagedChannel channel, ExecutorService executor) {
    this.channel = channel;
    this.executor = executor;
  }

  /**
   * A client of a host.
   *
   * @param address host and port, such as {@code 127.0.0.1:7411}
   * @throws IllegalArgumentException if the address is not of that form
   */
  public static AlertClient connect(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "'%s' is no address: write host:port, such as %s".formatted(address, DEFAULT_ADDRESS));
    }
    int port = Integer.parseInt(address.substring(colon + 1));
    if (port > 65_535) {
      throw new IllegalArgumentException(
          "'%s' is no address: the port is above 65535".formatted(address));
    }
    String host = address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    ExecutorService executor =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("eyrie-alert-client-", 0).factory());
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress(host, port)
            .usePlaintext()
            .executor(executor)
            .transportExecutor(executor)
            .maxInboundMessageSize(64 << 20)
            // A host that went away without a word is noticed within half a minute.
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .build();
    return new AlertClient(channel, executor);
  }

  /**
   * Opens a stream, which connects and reconnects by itself. When the request has a resume token,
   * it begins behind that.
   */
  public AlertStream subscribe(SubscribeRequest request) {
    return new AlertStream(AlertServiceGrpc.newStub(channel), request);
  }

  /** Ends the connection and every stream. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
