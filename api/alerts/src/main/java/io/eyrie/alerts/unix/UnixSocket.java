// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts.unix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connected channel of the Unix domain as a {@link Socket}: the JDK has the one, gRPC's transport
 * takes the other.
 *
 * <p>What only TCP knows is accepted and does nothing; there is no time-out of reads. Safe for one
 * reading and one writing thread, and {@link #close()} from any.
 */
public final class UnixSocket extends Socket {

  private final SocketChannel channel;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final InputStream in;
  private final OutputStream out;

  /** The other end where it has no name. */
  private final SocketAddress nameless = new Nameless();

  /** Takes over a connected channel in blocking mode, which {@link #close()} closes. */
  public UnixSocket(SocketChannel channel) throws SocketException {
    this(channel, () -> {});
  }

  /**
   * The same.
   *
   * @param onClose called once when it is closed
   */
  public UnixSocket(SocketChannel channel, Runnable onClose) throws SocketException {
    super((SocketImpl) null);
    this.channel = channel;
    this.onClose = onClose;
    this.in = Channels.newInputStream(channel);
    this.out = Channels.newOutputStream(channel);
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return address(true, UnixAddresses.UNNAMED);
  }

  /** The name of the other end, or an address that tells this connection from all others. */
  @Override
  public SocketAddress getRemoteSocketAddress() {
    return address(false, nameless);
  }

  /** Of the closed channel there is nothing to tell, and the transport wants something. */
  private SocketAddress address(boolean local, SocketAddress otherwise) {
    try {
      SocketAddress address = local ? channel.getLocalAddress() : channel.getRemoteAddress();
      return address == null || address.equals(UnixAddresses.UNNAMED) ? otherwise : address;
    } catch (IOException _) {
      return otherwise;
    }
  }

  /** An address that equals no other. */
  private static final class Nameless extends SocketAddress {

    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      return UnixAddresses.UNNAMED.toString();
    }
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // Nothing is held back in this domain.
  }

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    if (timeout != 0) {
      throw new SocketException("no time-out of reads on a Unix socket");
    }
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
    channel.close();
  }

  @Override
  public String toString() {
    return "UnixSocket[" + channel + "]";
  }
}
