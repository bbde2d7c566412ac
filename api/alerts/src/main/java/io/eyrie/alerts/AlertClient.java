// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.eyrie.alerts.v1.AcknowledgeRequest;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.CatalogueServiceGrpc;
import io.eyrie.alerts.v1.ForgetSubscriberRequest;
import io.eyrie.alerts.v1.GetRequest;
import io.eyrie.alerts.v1.GetSourceRequest;
import io.eyrie.alerts.v1.ListRulesRequest;
import io.eyrie.alerts.v1.ListRulesResponse;
import io.eyrie.alerts.v1.ListSourcesRequest;
import io.eyrie.alerts.v1.ListSubscribersRequest;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.QueryResponse;
import io.eyrie.alerts.v1.Source;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.Subscriber;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Eyrie host.
 *
 * <p>It connects when the first request needs it. Safe for several threads. Requests other than
 * streams wait at most ten seconds for their answer.
 */
public final class AlertClient implements AutoCloseable {

  /** The address that a host serves by default. */
  public static final String DEFAULT_ADDRESS = "127.0.0.1:7411";

  private static final long PATIENCE_SECONDS = 10;

  private final ManagedChannel channel;
  private final Channel calls;
  private final ExecutorService executor;

  AlertClient(ManagedChannel channel, Channel calls, ExecutorService executor) {
    this.channel = channel;
    this.calls = calls;
    this.executor = executor;
  }

  /**
   * A client of a host without encryption: for the loopback address, a Unix socket, or a network
   * that is safe by other means.
   *
   * @param address host and port, such as {@code 127.0.0.1:7411}, or {@code unix:/path}
   * @throws IllegalArgumentException if the address is not of that form
   */
  public static AlertClient connect(String address) {
    return Connection.open(HostAddress.parse(address), null, "");
  }

  /**
   * Begins a client that proves who it is, or encrypts.
   *
   * @param address host and port, or {@code unix:/path}
   * @throws IllegalArgumentException if the address is not of that form
   */
  public static Builder builder(String address) {
    return new Builder(HostAddress.parse(address));
  }

  /**
   * Opens a stream, which connects and reconnects by itself. When the request has a resume token,
   * it begins behind that.
   */
  public AlertStream subscribe(SubscribeRequest request) {
    return new AlertStream(AlertServiceGrpc.newStub(calls), request);
  }

  /** One page of a search; {@code next_page_token} of the answer asks for the next one. */
  public QueryResponse query(QueryRequest request) throws RequestFailed {
    return answer(() -> alerts().query(request));
  }

  /** The stored alert of an id; empty when the host has none of it. */
  public Optional<Alert> find(String id) throws RequestFailed {
    return orEmpty(() -> alerts().get(GetRequest.newBuilder().setId(id).build()).getAlert());
  }

  /**
   * Remembers on the host that a named subscriber is done with everything up to a token; durable
   * when this returns.
   */
  public void acknowledge(String subscriber, String token) throws RequestFailed {
    AcknowledgeRequest request =
        AcknowledgeRequest.newBuilder().setSubscriber(subscriber).setToken(token).build();
    answer(() -> alerts().acknowledge(request));
  }

  /** The named subscribers of the host. */
  public List<Subscriber> subscribers() throws RequestFailed {
    ListSubscribersRequest request = ListSubscribersRequest.getDefaultInstance();
    return answer(() -> alerts().listSubscribers(request)).getSubscribersList();
  }

  /** Lets the host keep no place for a named subscriber; false when it kept none. */
  public boolean forget(String subscriber) throws RequestFailed {
    ForgetSubscriberRequest request =
        ForgetSubscriberRequest.newBuilder().setSubscriber(subscriber).build();
    return orEmpty(() -> alerts().forgetSubscriber(request)).isPresent();
  }

  /** One page of the rules that the host judges by. */
  public ListRulesResponse rules(ListRulesRequest request) throws RequestFailed {
    return answer(() -> catalogue().listRules(request));
  }

  /** The event sources of the host, without their fields. */
  public List<Source> sources() throws RequestFailed {
    ListSourcesRequest request = ListSourcesRequest.getDefaultInstance();
    return answer(() -> catalogue().listSources(request)).getSourcesList();
  }

  /** An event source with its fields; empty when the host has none of the name. */
  public Optional<Source> source(String name) throws RequestFailed {
    GetSourceRequest request = GetSourceRequest.newBuilder().setName(name).build();
    return orEmpty(() -> catalogue().getSource(request).getSource());
  }

  private AlertServiceGrpc.AlertServiceBlockingStub alerts() {
    return AlertServiceGrpc.newBlockingStub(calls)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private CatalogueServiceGrpc.CatalogueServiceBlockingStub catalogue() {
    return CatalogueServiceGrpc.newBlockingStub(calls)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static <T> T answer(Supplier<T> request) throws RequestFailed {
    try {
      return request.get();
    } catch (StatusRuntimeException e) {
      throw new RequestFailed(e);
    }
  }

  private static <T> Optional<T> orEmpty(Supplier<T> request) throws RequestFailed {
    try {
      return Optional.of(request.get());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw new RequestFailed(e);
    }
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

  /** Collects how to connect; not safe for several threads. */
  public static final class Builder {

    private final HostAddress address;
    private boolean tls;
    private @Nullable Path authorities;
    private @Nullable Path certificate;
    private @Nullable Path key;
    private String token = "";

    private Builder(HostAddress address) {
      this.address = address;
    }

    /** Encrypts, and trusts the authorities that the JDK trusts. */
    public Builder tls() {
      this.tls = true;
      return this;
    }

    /** Encrypts, and trusts these authorities alone: a PEM file of certificates. */
    public Builder tls(Path trusted) {
      this.tls = true;
      this.authorities = trusted;
      return this;
    }

    /** Encrypts, and shows a certificate of its own: PEM files, the key as PKCS #8. */
    public Builder certificate(Path own, Path ownKey) {
      this.tls = true;
      this.certificate = own;
      this.key = ownKey;
      return this;
    }

    /** Sends a bearer token with every request. */
    public Builder token(String secret) {
      this.token = secret;
      return this;
    }

    /**
     * The client.
     *
     * @throws IOException if a file can't be read or holds no certificate or key
     */
    public AlertClient build() throws IOException {
      return Connection.open(
          address, tls ? Connection.credentials(authorities, certificate, key) : null, token);
    }
  }
}
