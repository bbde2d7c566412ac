// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real server of gRPC on a Unix socket whose methods are what a test gives it. */
public final class GrpcServer implements AutoCloseable {

  /** Answers a call; a {@code StatusRuntimeException} is its status. Null leaves it open. */
  @FunctionalInterface
  public interface Method {
    byte @Nullable [] answer(byte[] request, Metadata headers) throws IOException;
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
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
      };

  private final Map<String, Method> methods = new ConcurrentHashMap<>();
  private final EpollEventLoopGroup loops = new EpollEventLoopGroup(1);
  private final Server server;

  /** Listens. */
  public GrpcServer(Path socket) throws IOException {
    server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor()
            .fallbackHandlerRegistry(new Methods())
            .build()
            .start();
  }

  /** Adds a method, {@code package.Service/Method}; all others are unimplemented. */
  public GrpcServer serving(String name, Method method) {
    methods.put(name, method);
    return this;
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(30, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Methods extends HandlerRegistry {
    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
        String name, @Nullable String authority) {
      Method method = methods.get(name);
      return method == null
          ? null
          : ServerMethodDefinition.create(
              MethodDescriptor.newBuilder(BYTES, BYTES)
                  .setType(MethodDescriptor.MethodType.UNARY)
                  .setFullMethodName(name)
                  .build(),
              new Handler(method));
    }
  }

  private record Handler(Method method) implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata headers) {
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          try {
            byte[] answer = method.answer(message, headers);
            if (answer == null) {
              return;
            }
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
          } catch (IOException | RuntimeException e) {
            call.close(Status.fromThrowable(e), new Metadata());
          }
        }
      };
    }
  }
}
