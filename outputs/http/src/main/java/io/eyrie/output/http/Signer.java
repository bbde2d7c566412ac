// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.error.PluginException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests, so that a receiver knows who sent them and that they were not changed.
 *
 * <p>The body that is signed is the one before it is packed, which is what a receiver's own code
 * gets to see.
 */
sealed interface Signer {

  /** The headers that sign a body; the id is the same when the same alerts are sent again. */
  Map<String, String> headers(String id, byte[] body);

  /**
   * The signer that the configuration asks for.
   *
   * @param secret the empty text for none
   */
  static Signer of(String way, String secret, Clock clock) throws PluginException {
    if (!way.equals("standard") && !way.equals("github")) {
      throw PluginException.user(
          "config.invalid", "signature: '" + way + "' is neither standard nor github");
    }
    if (secret.isEmpty()) {
      return new Unsigned();
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
      return way.equals("github") ? new GitHub(mac) : new Standard(mac, clock);
    } catch (GeneralSecurityException e) {
      throw PluginException.internal("signing.unavailable", "this Java has no HMAC-SHA256", e);
    }
  }

  private static byte[] key(String secret) throws PluginException {
    if (!secret.startsWith("whsec_")) {
      return secret.getBytes(UTF_8);
    }
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      if (key.length > 0) {
        return key;
      }
    } catch (IllegalArgumentException _) {
      // Told below, without the secret.
    }
    throw PluginException.user(
        "config.invalid", "signing_secret: what follows whsec_ is not Base64");
  }

  /** Nothing is signed. */
  final class Unsigned implements Signer {
    @Override
    public Map<String, String> headers(String id, byte[] body) {
      return Map.of();
    }
  }

  /** As the Standard Webhooks specification says: id, time and body. */
  final class Standard implements Signer {

    private final Mac mac;
    private final Clock clock;

    private Standard(Mac mac, Clock clock) {
      this.mac = mac;
      this.clock = clock;
    }

    @Override
    public Map<String, String> headers(String id, byte[] body) {
      String now = Long.toString(clock.instant().getEpochSecond());
      mac.update((id + "." + now + ".").getBytes(UTF_8));
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("webhook-id", id);
      headers.put("webhook-timestamp", now);
      headers.put(
          "webhook-signature", "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
      return headers;
    }
  }

  /** As GitHub signs its web hooks: the body alone. */
  final class GitHub implements Signer {

    private final Mac mac;

    private GitHub(Mac mac) {
      this.mac = mac;
    }

    @Override
    public Map<String, String> headers(String id, byte[] body) {
      return Map.of("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
    }
  }
}
