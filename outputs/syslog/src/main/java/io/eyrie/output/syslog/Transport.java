// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Carries messages to the receiver; connects by need. For one thread at a time. */
sealed interface Transport extends AutoCloseable
    permits UdpTransport, StreamTransport, UnixTransport {

  /** The most bytes of a message. */
  int longestMessage();

  /**
   * Sends messages.
   *
   * @throws IOException if it can't be known that all arrived at the system's end of the line; it
   *     connects anew at the next call
   */
  void send(List<byte[]> messages) throws IOException, InterruptedException;

  @Override
  void close();

  /** The transport of an address; connects to nothing yet. */
  static Transport to(
      SyslogAddress address, boolean counted, Duration timeout, SSLContext tls, String instance) {
    return switch (address.kind()) {
      case UDP -> new UdpTransport(address);
      case TCP ->
          new StreamTransport(
              () -> Connection.tcp(address, timeout), counted, timeout, instance + "-write");
      case TLS ->
          new StreamTransport(
              () -> Connection.tls(address, timeout, tls), counted, timeout, instance + "-write");
      case UNIX -> new UnixTransport(address.path(), counted, timeout, instance + "-write");
    };
  }
}
