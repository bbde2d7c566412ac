// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import javax.net.ServerSocketFactory;

/** Gives gRPC's transport our listeners; it binds them itself. */
final class Listeners extends ServerSocketFactory {

  private final Maker maker;

  Listeners(Maker maker) {
    this.maker = maker;
  }

  /** Makes a listener that is not bound. */
  interface Maker {

    Listener make() throws IOException;
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return maker.make();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    throw bound();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    throw bound();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    throw bound();
  }

  private static SocketException bound() {
    return new SocketException("listeners are bound by who asked for them");
  }
}
