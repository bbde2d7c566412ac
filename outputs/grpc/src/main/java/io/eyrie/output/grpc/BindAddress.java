// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.error.PluginException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * The address to serve on: of this machine alone, unless the operator says that he knows better.
 *
 * @param text as it was configured
 * @param socket the same, resolved
 */
record BindAddress(String text, InetSocketAddress socket) {

  static BindAddress parse(String text, boolean allowInsecure, String instance)
      throws PluginException {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw invalid(text, instance, "write host:port, such as 127.0.0.1:7411");
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
    if (!address.isLoopbackAddress() && !allowInsecure) {
      throw invalid(
          text,
          instance,
          "other machines reach it, and the stream is not encrypted; write a loopback address such as 127.0.0.1:%d, or add 'allow_insecure: true' if the network is safe by other means"
              .formatted(port));
    }
    return new BindAddress(text, new InetSocketAddress(address, port));
  }

  private static PluginException invalid(String text, String instance, String remedy) {
    return PluginException.user(
        "config.invalid", "bind '%s' of output %s: %s".formatted(text, instance, remedy));
  }
}
