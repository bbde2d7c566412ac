// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import io.eyrie.api.error.PluginException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * A service to ask.
 *
 * @param partition of the position, such as {@code system-log of example}
 * @param first the address of the first page of the records since a time
 * @param headers sent with every request, the credentials among them
 * @param permission what the credentials need, for messages
 */
public record Endpoint(
    String partition,
    Function<Instant, URI> first,
    Map<String, String> headers,
    String permission) {

  /** Keeps a copy. */
  public Endpoint {
    headers = Map.copyOf(headers);
  }

  /**
   * Reads the address of a service; credentials are sent there, so plain HTTP is for the loopback
   * only.
   *
   * @param key whose value it is, for messages
   * @return without a slash at its end
   * @throws PluginException if it is none
   */
  public static String base(String key, String url) throws PluginException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException _) {
      throw PluginException.user("config.invalid", key + ": '" + url + "' is no URL");
    }
    String host = uri.getHost();
    boolean plain = "http".equals(uri.getScheme());
    if (host == null || !plain && !"https".equals(uri.getScheme())) {
      throw PluginException.user(
          "config.invalid", key + ": '" + url + "' is not of the form https://HOST");
    }
    if (plain && !loopback(host)) {
      throw PluginException.user(
          "config.invalid", key + ": the token must not be sent over plain HTTP; write https://");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
