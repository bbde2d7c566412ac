// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A connection to a receiver, which only ever reads. */
interface Connection extends Closeable {

  /** Where messages are written to. */
  OutputStream out() throws IOException;

  /** Whether the other side has closed it; what is written then is lost. */
  boolean ended();

  /** Opens one over TCP. */
  static Connection tcp(SyslogAddress address, Duration timeout) throws IOException {
    return new OfSocket(connected(address, timeout));
  }

  /** Opens one over TLS; the certificate must be for the host. */
  static Connection tls(SyslogAddress address, Duration timeout, SSLContext context)
      throws IOException {
    Socket plain = connected(address, timeout);
    try {
      SSLSocket secure =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return new OfSocket(secure);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket connected(SyslogAddress address, Duration timeout) throws IOException {
    InetSocketAddress receiver = new InetSocketAddress(address.host(), address.port());
    if (receiver.isUnresolved()) {
      throw new UnknownHostException(address.host());
    }
    Socket socket = new Socket();
    try {
      socket.connect(receiver, Math.toIntExact(timeout.toMillis()));
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      socket.setKeepAlive(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Opens one to a Unix socket of streams. */
  static Connection unix(Path path) throws IOException {
    return new OfChannel(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  /** For ends of life at which a failure changes nothing. */
  static void closeQuietly(@Nullable Closeable closeable) {
    if (closeable != null) {
      try {
        closeable.close();
      } catch (IOException _) {
        // Whatever was written has been told of already.
      }
    }
  }

  /** TCP and TLS. */
  record OfSocket(Socket socket) implements Connection {

    private static final int A_MOMENT = 1;

    @Override
    public OutputStream out() throws IOException {
      return socket.getOutputStream();
    }

    @Override
    public boolean ended() {
      try {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(A_MOMENT);
        int read = socket.getInputStream().read();
        socket.setSoTimeout(patience);
        return read < 0;
      } catch (SocketTimeoutException _) {
        return false;
      } catch (IOException _) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** A Unix socket. */
  record OfChannel(SocketChannel channel) implements Connection {

    @Override
    public OutputStream out() {
      return Channels.newOutputStream(channel);
    }

    @Override
    public boolean ended() {
      try {
        channel.configureBlocking(false);
        int read = channel.read(ByteBuffer.allocate(1));
        channel.configureBlocking(true);
        return read < 0;
      } catch (IOException _) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
