// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The open connections; ends those that have sent a message beyond what the transport takes.
 *
 * <p>grpc-okhttp resets the stream of such a message, and never gives the bytes that are still
 * under way back to the connection's window: later requests on it would wait for ever. Its client
 * connects anew by itself.
 */
final class Connections extends ServerStreamTracer.Factory {

  /** How the transport's status begins. */
  private static final String TOO_LARGE = "gRPC message exceeds maximum size";

  /** The client should see its stream's status before. */
  private static final long LINGER_MILLIS = 500;

  private final Map<SocketAddress, Socket> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;

  Connections(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** A connection is there. */
  void opened(Socket socket) {
    open.put(socket.getRemoteSocketAddress(), socket);
    if (socket.isClosed()) {
      closed(socket);
    }
  }

  /** A connection is closed. */
  void closed(Socket socket) {
    open.values().remove(socket);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new ServerStreamTracer() {

      private volatile @Nullable SocketAddress peer;

      @Override
      public void serverCallStarted(ServerCallInfo<?, ?> call) {
        peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      }

      @Override
      public void streamClosed(Status status) {
        String reason = status.getDescription();
        if (peer != null && reason != null && reason.startsWith(TOO_LARGE)) {
          end(peer);
        }
      }
    };
  }

  private void end(SocketAddress peer) {
    Socket socket = open.get(peer);
    if (socket != null) {
      Future<?> _ = timer.schedule(() -> close(socket), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use either way.
    }
  }
}
