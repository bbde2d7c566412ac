// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import java.util.Base64;
import java.util.List;

/** What requests say of who sends them: the header {@code Authorization}, or nothing. */
public final class Credentials {

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TOKEN = "bearer_token";

  private final String header;
  private final List<String> secrets;

  private Credentials(String header, List<String> secrets) {
    this.header = header;
    this.secrets = secrets;
  }

  /** None. */
  public static Credentials anonymous() {
    return new Credentials("", List.of());
  }

  /** A secret behind the name of a scheme, such as {@code ApiKey}. */
  public static Credentials of(String scheme, String secret) {
    return new Credentials(scheme + " " + secret, List.of(secret));
  }

  /** Adds the keys {@code username}, {@code password} and {@code bearer_token}. */
  public static void declare(ConfigSchema.Builder keys) {
    keys.optional(
            USERNAME, ConfigSchema.Type.TEXT, "Name for basic authentication at the receiver.")
        .optional(PASSWORD, ConfigSchema.Type.SECRET, "Password for basic authentication.")
        .optional(
            TOKEN, ConfigSchema.Type.SECRET, "Token for the header Authorization: Bearer TOKEN.");
  }

  /** Reads those keys. */
  public static Credentials of(Config config) throws PluginException {
    String name = config.text(USERNAME);
    String password = config.text(PASSWORD);
    String token = config.text(TOKEN);
    if (!token.isEmpty() && !(name.isEmpty() && password.isEmpty())) {
      throw PluginException.user(
          "config.invalid", "bearer_token: must not be given with username and password");
    }
    if (name.isEmpty() && !password.isEmpty()) {
      throw PluginException.user("config.invalid", "username: must be given with password");
    }
    if (!token.isEmpty()) {
      return of("Bearer", token);
    }
    if (name.isEmpty()) {
      return anonymous();
    }
    String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    return new Credentials("Basic " + pair, List.of(password, pair));
  }

  /** Whether there are none. */
  public boolean none() {
    return header.isEmpty();
  }

  String header() {
    return header;
  }

  List<String> secrets() {
    return secrets;
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no credentials" : "credentials";
  }
}
