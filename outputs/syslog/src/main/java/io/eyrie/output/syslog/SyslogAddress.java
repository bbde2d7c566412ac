// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import io.eyrie.api.error.PluginException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where messages go.
 *
 * @param host the empty text for a Unix socket
 * @param path of a Unix socket; the empty path for the others
 */
record SyslogAddress(Kind kind, String host, int port, Path path) {

  /** How a receiver is reached. */
  enum Kind {
    UDP(514),
    TCP(514),
    TLS(6514),
    UNIX(-1);

    private final int usualPort;

    Kind(int usualPort) {
      this.usualPort = usualPort;
    }
  }

  static SyslogAddress of(String address) throws PluginException {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      throw invalid(address, e.getReason());
    }
    Kind kind =
        switch (uri.getScheme()) {
          case "udp" -> Kind.UDP;
          case "tcp" -> Kind.TCP;
          case "tls" -> Kind.TLS;
          case "unix" -> Kind.UNIX;
          case null, default ->
              throw invalid(address, "it must begin with udp://, tcp://, tls:// or unix://");
        };
    if (kind == Kind.UNIX) {
      if (uri.getHost() != null || uri.getPath() == null || uri.getPath().length() < 2) {
        throw invalid(address, "a socket is written with three slashes, as in unix:///dev/log");
      }
      return new SyslogAddress(kind, "", -1, Path.of(uri.getPath()));
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || !uri.getPath().isEmpty()) {
      throw invalid(address, "it must be a host and a port, as in tcp://logs.example:514");
    }
    return new SyslogAddress(
        kind, uri.getHost(), uri.getPort() < 0 ? kind.usualPort : uri.getPort(), Path.of(""));
  }

  /** As it is written. */
  @Override
  public String toString() {
    return kind == Kind.UNIX
        ? "unix://" + path
        : kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
  }

  private static PluginException invalid(String address, String problem) {
    return PluginException.user(
        "config.invalid", "address: '%s' can't be used: %s".formatted(address, problem));
  }
}
