// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.eyrie.alerts.unix.UnixAddresses;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a host serves: a TCP address or a Unix socket.
 *
 * @param host for a Unix socket the name that the server is told
 * @param port 0 for a Unix socket
 * @param socket null for TCP
 */
record HostAddress(String host, int port, @Nullable Path socket) {

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none; the message names it and says how to write one
   */
  static HostAddress parse(String text) {
    if (UnixAddresses.named(text)) {
      try {
        return new HostAddress("localhost", 0, UnixAddresses.path(text));
      } catch (IllegalArgumentException e) {
        throw invalid(text, String.valueOf(e.getMessage()));
      }
    }
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw invalid(text, "write host:port, such as " + AlertClient.DEFAULT_ADDRESS);
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw invalid(text, "the port is above 65535");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new HostAddress(host, port, null);
  }

  private static IllegalArgumentException invalid(String text, String remedy) {
    return new IllegalArgumentException("'%s' is no address: %s".formatted(text, remedy));
  }
}
