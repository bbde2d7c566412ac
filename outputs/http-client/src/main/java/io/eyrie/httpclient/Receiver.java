// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import io.eyrie.api.error.PluginException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where requests go. Paths and queries of web hooks are secrets as often as not, so that the text
 * of a receiver is scheme, host and port alone.
 */
public final class Receiver {

  private final URI uri;

  private Receiver(URI uri) {
    this.uri = uri;
  }

  /**
   * Reads a URL.
   *
   * @param option the configuration key, for messages
   * @throws PluginException of kind USER: says what is wrong without repeating the URL
   */
  public static Receiver of(String option, String url) throws PluginException {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw invalid(option, "is no URL (" + e.getReason() + " at character " + e.getIndex() + ")");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw invalid(option, "must begin with https:// or http://");
    }
    if (uri.getHost() == null) {
      throw invalid(option, "names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid(option, "must not hold a user and password: write username and password");
    }
    if (uri.getRawFragment() != null) {
      throw invalid(option, "must not have a fragment (#...)");
    }
    return new Receiver(uri);
  }

  /**
   * A place on the same receiver.
   *
   * @param path is put behind the URL's own path; may bring a query, else that of the URL stays
   */
  public Receiver at(String path) {
    String base = path();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    String query = uri.getRawQuery() == null || path.contains("?") ? "" : "?" + uri.getRawQuery();
    return new Receiver(URI.create(toString() + base + path + query));
  }

  /** The URL's path; empty when it has none. */
  public String path() {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  /** What is never shown of it. */
  public String pathAndQuery() {
    return uri.getRawQuery() == null ? path() : path() + "?" + uri.getRawQuery();
  }

  boolean secure() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  String host() {
    return uri.getHost();
  }

  URI uri() {
    return uri;
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static PluginException invalid(String option, String problem) {
    return PluginException.user("config.invalid", option + ": " + problem);
  }
}
