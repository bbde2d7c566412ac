// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The identities of the alerts of one source instance: the first 128 bits of a SHA-256 over where
 * the event stands and which rule it matched.
 *
 * <p>A {@linkplain #repeatable repeatable} maker gives the same identity whenever an at-least-once
 * source reads the same event again, so that the store keeps its alert once. A {@linkplain
 * #unrepeatable unrepeatable} one mixes in a random number of this run, since a best-effort source
 * counts its events anew each time it is opened.
 *
 * <p>Not safe for several threads: the worker of the instance has its own.
 */
public final class AlertIds {

  private static final int ID_BYTES = 16;

  private final MessageDigest digest;
  private final byte[] prefix;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  private AlertIds(String instance, byte[] run) {
    this.digest = sha256();
    byte[] name = instance.getBytes(StandardCharsets.UTF_8);
    this.prefix =
        ByteBuffer.allocate(2 * Integer.BYTES + name.length + run.length)
            .putInt(name.length)
            .put(name)
            .putInt(run.length)
            .put(run)
            .array();
  }

  /** For a source that gives the same partition and offset each time it reads the same event. */
  public static AlertIds repeatable(String instance) {
    return new AlertIds(instance, new byte[0]);
  }

  /** For a source that does not read events again; no other run of it makes the same identities. */
  public static AlertIds unrepeatable(String instance) {
    byte[] run = new byte[ID_BYTES];
    new SecureRandom().nextBytes(run);
    return new AlertIds(instance, run);
  }

  /**
   * The identity of an alert.
   *
   * @param partition where the event comes from
   * @param offset which event of the partition it is
   * @param rule the name of the rule
   * @param ordinal which alert of this rule on this event, from 0
   * @return 32 hexadecimal digits
   */
  public String id(String partition, long offset, String rule, int ordinal) {
    digest.update(prefix);
    updateText(partition);
    updateNumber(offset);
    updateText(rule);
    updateNumber(ordinal);
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  /** Each text goes with its length, so that no two different lists of parts read the same. */
  private void updateText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    updateNumber(bytes.length);
    digest.update(bytes);
  }

  private void updateNumber(long value) {
    number.clear();
    digest.update(number.putLong(value).flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
