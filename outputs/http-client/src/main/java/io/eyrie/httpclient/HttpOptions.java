// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.tls.ClientTls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys that every output that speaks HTTP has, and the sender that they describe. */
public final class HttpOptions {

  private static final String HEADERS = "headers";
  private static final String COMPRESSION = "compression";
  private static final String PROXY = "proxy";
  private static final String PROXY_USERNAME = "proxy_username";
  private static final String PROXY_PASSWORD = "proxy_password";
  private static final String CONNECT_TIMEOUT = "connect_timeout";
  private static final String TIMEOUT = "timeout";

  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Duration LONGEST = Duration.ofHours(1);

  private HttpOptions() {}

  /** Adds the keys. */
  public static void declare(ConfigSchema.Builder keys) {
    keys.optional(
            HEADERS,
            ConfigSchema.Type.TEXT_LIST,
            "More headers of each request, each as 'Name: value'; values are never printed.")
        .optional(
            COMPRESSION, ConfigSchema.Type.TEXT, "none", "How bodies are packed: none or gzip.")
        .optional(
            PROXY,
            ConfigSchema.Type.TEXT,
            "HTTP proxy to go through, such as http://proxy.example:3128; without it none, whatever"
                + " the environment says.")
        .optional(
            PROXY_USERNAME, ConfigSchema.Type.TEXT, "Name for basic authentication at the proxy.")
        .optional(PROXY_PASSWORD, ConfigSchema.Type.SECRET, "Password for it.")
        .optional(
            CONNECT_TIMEOUT,
            ConfigSchema.Type.DURATION,
            "10s",
            "How long connecting may take; at most 1h.")
        .optional(
            TIMEOUT,
            ConfigSchema.Type.DURATION,
            "25s",
            "How long a request may take until the whole answer is there; at most 1h.");
    ClientTls.declare(keys);
  }

  /**
   * Makes the sender; connects to nothing.
   *
   * @param secrets texts that must not come back in messages, beside those of the credentials
   * @throws PluginException of kind USER that says what is wrong with the configuration
   */
  public static HttpSender sender(Config config, Credentials credentials, List<String> secrets)
      throws PluginException {
    Map<String, String> headers = headers(config.texts(HEADERS));
    if (!credentials.header().isEmpty()) {
      headers.put("Authorization", credentials.header());
    }
    List<String> hidden = new ArrayList<>(secrets);
    hidden.addAll(credentials.secrets());
    hidden.addAll(headers.values());
    hidden.add(config.text(PROXY_PASSWORD));
    return new HttpSender(
        headers,
        gzip(config.text(COMPRESSION)),
        proxy(config),
        ClientTls.of(config),
        bounded(config, CONNECT_TIMEOUT),
        bounded(config, TIMEOUT),
        new Secrets(hidden));
  }

  private static Map<String, String> headers(List<String> lines) throws PluginException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!HEADER_NAME.matcher(name).matches()) {
        throw invalid(HEADERS, "each is written 'Name: value'; one of them has no good name");
      }
      String value = line.substring(colon + 1).strip();
      if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw invalid(HEADERS, "the value of " + name + " has characters that headers can't carry");
      }
      if (HttpSender.reserved(name)) {
        throw invalid(HEADERS, name + " is set by the request itself");
      }
      headers.put(name, value);
    }
    return headers;
  }

  private static boolean gzip(String compression) throws PluginException {
    return switch (compression) {
      case "none" -> false;
      case "gzip" -> true;
      default -> throw invalid(COMPRESSION, "'" + compression + "' is neither none nor gzip");
    };
  }

  private static Optional<Proxy> proxy(Config config) throws PluginException {
    String written = config.text(PROXY);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    URI uri = Receiver.of(PROXY, written).uri();
    if (!uri.getScheme().equalsIgnoreCase("http")) {
      throw invalid(
          PROXY, "must begin with http://; what goes through it can be https all the same");
    }
    return Optional.of(
        new Proxy(
            // Looked up for each connection, not once.
            InetSocketAddress.createUnresolved(
                uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()),
            config.text(PROXY_USERNAME),
            config.text(PROXY_PASSWORD)));
  }

  private static Duration bounded(Config config, String key) throws PluginException {
    Duration duration = config.duration(key);
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw invalid(key, "must be above zero and at most 1h");
    }
    return duration;
  }

  private static PluginException invalid(String option, String problem) {
    return PluginException.user("config.invalid", option + ": " + problem);
  }
}
