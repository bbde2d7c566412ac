// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.unix.UnixAddresses;
import io.eyrie.api.error.PluginException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;

/**
 * The address to serve on.
 *
 * @param text as it was configured
 * @param socket the same, resolved
 */
record BindAddress(String text, SocketAddress socket) {

  /**
   * Reads an address.
   *
   * @param text {@code host:port} or {@code unix:/path}
   * @param safe whether other machines may reach it: what goes over it is encrypted, or the
   *     operator says that he knows better
   * @throws PluginException of kind USER: names the address, and what to write instead
   */
  static BindAddress parse(String text, boolean safe, String instance) throws PluginException {
    if (UnixAddresses.named(text)) {
      try {
        return new BindAddress(text, UnixDomainSocketAddress.of(UnixAddresses.path(text)));
      } catch (IllegalArgumentException e) {
        throw invalid(text, instance, String.valueOf(e.getMessage()));
      }
    }
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw invalid(text, instance, "write host:port, such as 127.0.0.1:7411, or unix:/path");
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw invalid(text, instance, "the port is above 65535");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException _) {
      throw invalid(
          text, instance, "host '" + host + "' has no address; write one such as 127.0.0.1");
    }
    if (!address.isLoopbackAddress() && !safe) {
      throw invalid(
          text,
          instance,
          "other machines reach it, and the stream is not encrypted; give it 'tls_certificate' and 'tls_key', write a loopback address such as 127.0.0.1:%d, or add 'allow_insecure: true' if the network is safe by other means"
              .formatted(port));
    }
    return new BindAddress(text, new InetSocketAddress(address, port));
  }

  /** Whether it is a socket in the file system. */
  boolean unix() {
    return socket instanceof UnixDomainSocketAddress;
  }

  /** Whether other machines may reach it. */
  boolean reachable() {
    return socket instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
  }

  private static PluginException invalid(String text, String instance, String remedy) {
    return PluginException.user(
        "config.invalid", "bind '%s' of output %s: %s".formatted(text, instance, remedy));
  }
}
