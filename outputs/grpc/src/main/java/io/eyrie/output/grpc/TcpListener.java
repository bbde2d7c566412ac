// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import java.io.IOException;
import java.net.Socket;

/** Accepts connections over TCP, and gives up those that are silent. */
final class TcpListener extends Listener {

  private final int silenceMillis;

  /**
   * Makes a listener that is not bound.
   *
   * @param silenceMillis how long nothing may come; longer than keep-alive lets a living client be
   *     silent. It ends connections that never finish the handshake of TLS
   */
  TcpListener(Bounds bounds, int silenceMillis) throws IOException {
    super(bounds);
    this.silenceMillis = silenceMillis;
  }

  @Override
  Socket connection(Runnable onClose) throws IOException {
    Accepted socket = new Accepted(onClose);
    implAccept(socket);
    socket.setSoTimeout(silenceMillis);
    return socket;
  }

  /** A connection that tells of its end. */
  private static final class Accepted extends Socket {

    private final Runnable onClose;

    Accepted(Runnable onClose) {
      this.onClose = onClose;
    }

    @Override
    public void close() throws IOException {
      onClose.run();
      super.close();
    }
  }
}
