// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import io.eyrie.jsonlog.webhook.Admission;
import io.eyrie.jsonlog.webhook.Doorkeeper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets in deliveries of GitHub: signed with the secret (HMAC-SHA256 of the body, compared in
 * constant time), of a known form, and not judged before.
 *
 * <p>A delivery that was judged and stored is remembered by its id and answered at once when it
 * comes again, the last {@value #REMEMBERED} of them. One from before gives its alerts the same ids
 * as then, and the store keeps each once.
 */
final class SignedDeliveries implements Doorkeeper {

  private static final int REMEMBERED = 100_000;
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SIGNED = "sha256=";
  private static final String FORM = "payload=";

  /** The form of GitHub's names of events; others could break out of the record's text. */
  private static final Pattern EVENT = Pattern.compile("[a-z_]{1,64}");

  private static final Pattern DELIVERY = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final byte[] secret;
  private final Set<String> taken =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /**
   * A doorkeeper.
   *
   * @param secret the empty text to check no signatures
   */
  SignedDeliveries(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Admission admit(Function<String, @Nullable String> headers, byte[] body) {
    if (asksForSecret() && !signed(headers.apply("X-Hub-Signature-256"), body)) {
      return new Admission.Answered(
          401, "X-Hub-Signature-256 is missing or not made with this web hook's secret");
    }
    String event = headers.apply("X-GitHub-Event");
    String delivery = headers.apply("X-GitHub-Delivery");
    if (event == null || !EVENT.matcher(event).matches()) {
      return new Admission.Answered(400, "X-GitHub-Event is missing or not of GitHub's form");
    }
    if (delivery == null || !DELIVERY.matcher(delivery).matches()) {
      return new Admission.Answered(400, "X-GitHub-Delivery is missing or not of GitHub's form");
    }
    if (taken.contains(delivery)) {
      return new Admission.Answered(200, "this delivery was taken before");
    }
    byte[] json = json(headers.apply("Content-Type"), body);
    int brace = 0;
    while (brace < json.length && json[brace] <= ' ' && json[brace] >= 0) {
      brace++;
    }
    if (brace == json.length || json[brace] != '{') {
      return new Admission.Answered(400, "the body is no JSON object");
    }
    return new Admission.Admitted(named(event, json, brace), delivery);
  }

  private boolean signed(@Nullable String signature, byte[] body) {
    if (signature == null || !signature.startsWith(SIGNED)) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] claimed = HexFormat.of().parseHex(signature, SIGNED.length(), signature.length());
      return MessageDigest.isEqual(mac.doFinal(body), claimed);
    } catch (IllegalArgumentException _) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** What GitHub sends as a form has the JSON in one of its members. */
  private static byte[] json(@Nullable String contentType, byte[] body) {
    if (contentType == null || !contentType.contains("form-urlencoded")) {
      return body;
    }
    for (String member : new String(body, StandardCharsets.UTF_8).split("&")) {
      if (member.startsWith(FORM)) {
        try {
          return URLDecoder.decode(member.substring(FORM.length()), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
          return new byte[0];
        }
      }
    }
    return new byte[0];
  }

  /** The record with the event's name as its first member. */
  private static byte[] named(String event, byte[] json, int brace) {
    int next = brace + 1;
    while (next < json.length && json[next] <= ' ' && json[next] >= 0) {
      next++;
    }
    boolean empty = next < json.length && json[next] == '}';
    byte[] member =
        ("{\"webhook_type\":\"" + event + (empty ? "\"" : "\","))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] record = new byte[member.length + json.length - brace - 1];
    System.arraycopy(member, 0, record, 0, member.length);
    System.arraycopy(json, brace + 1, record, member.length, json.length - brace - 1);
    return record;
  }

  @Override
  public void taken(String id) {
    taken.add(id);
  }

  @Override
  public boolean asksForSecret() {
    return secret.length > 0;
  }
}
