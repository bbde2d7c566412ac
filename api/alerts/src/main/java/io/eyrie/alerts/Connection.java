// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.eyrie.alerts.unix.UnixSocket;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the channel of a client, on virtual threads of its own. */
final class Connection {

  private static final int LARGEST_MESSAGE = 64 << 20;
  private static final int ANY_PORT = 1;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private Connection() {}

  static AlertClient open(
      HostAddress address, @Nullable ChannelCredentials credentials, String token) {
    ExecutorService executor =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("eyrie-alert-client-", 0).factory());
    ChannelCredentials security =
        credentials == null ? InsecureChannelCredentials.create() : credentials;
    Path socket = address.socket();
    // The transport insists on an address of the internet, which a Unix socket makes no use of.
    OkHttpChannelBuilder builder =
        socket == null
            ? OkHttpChannelBuilder.forAddress(address.host(), address.port(), security)
            : OkHttpChannelBuilder.forAddress("127.0.0.1", ANY_PORT, security)
                .overrideAuthority(address.host())
                .socketFactory(new UnixSockets(socket));
    ManagedChannel channel =
        builder
            .executor(executor)
            .transportExecutor(executor)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            // A host that went away without a word is noticed within half a minute.
            .keepAliveTime(20, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .build();
    return new AlertClient(channel, withToken(channel, token), executor);
  }

  private static Channel withToken(ManagedChannel channel, String token) {
    if (token.isEmpty()) {
      return channel;
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  static ChannelCredentials credentials(
      @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key)
      throws IOException {
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    if (authorities != null) {
      tls.trustManager(authorities.toFile());
    }
    if (certificate != null && key != null) {
      tls.keyManager(certificate.toFile(), key.toFile());
    }
    return tls.build();
  }

  /** Connects every socket to one path. */
  private static final class UnixSockets extends SocketFactory {

    private final Path path;

    UnixSockets(Path path) {
      this.path = path;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new UnixSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new UnixSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress own, int ownPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress own, int ownPort)
        throws IOException {
      return createSocket(host, port);
    }
  }
}
