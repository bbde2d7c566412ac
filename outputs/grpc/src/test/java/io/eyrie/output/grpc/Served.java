// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.ServingOutput;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The output, opened as the host opens it, with a client of it and a channel of bytes. */
final class Served implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final ServingOutput output;
  final AlertClient client;
  private @Nullable ManagedChannel channel;

  Served(AlertLog log, OutputContext context, Map<String, String> config) throws Exception {
    GrpcProvider provider = new GrpcProvider();
    Map<String, String> values = new TreeMap<>(Map.of("bind", "127.0.0.1:0"));
    values.putAll(config);
    output = (ServingOutput) provider.open(Config.of(provider.config(), values), context);
    try {
      output.serve(log);
    } catch (PluginException e) {
      output.close();
      throw e;
    }
    client = AlertClient.connect(address());
  }

  String address() {
    return output.endpoints().getFirst();
  }

  int port() {
    return Integer.parseInt(address().substring(address().lastIndexOf(':') + 1));
  }

  synchronized ManagedChannel channel() {
    if (channel == null) {
      channel = OkHttpChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
    }
    return channel;
  }

  /** A call of raw bytes, as a client sends that knows nothing of our classes. */
  Iterator<byte[]> call(String service, String method, byte[] request) {
    return ClientCalls.blockingServerStreamingCall(
        channel(),
        bytes(MethodDescriptor.MethodType.SERVER_STREAMING, service, method),
        CallOptions.DEFAULT.withDeadlineAfter(SOON.toSeconds(), TimeUnit.SECONDS),
        request);
  }

  static MethodDescriptor<byte[], byte[]> bytes(
      MethodDescriptor.MethodType type, String service, String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The next step of a stream, which must come. */
  static SubscribeResponse next(AlertStream stream) throws Exception {
    Optional<SubscribeResponse> step = stream.next(SOON);
    assertThat(step).as(stream.problem()).isPresent();
    return step.orElseThrow();
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    client.close();
    output.close();
  }
}
