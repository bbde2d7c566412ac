// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes with the equality of their contents. Immutable; the array is not to be changed. */
public final class Octets implements Comparable<Octets> {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The UTF-8 bytes of a text; an unpaired surrogate U+DC80 to U+DCFF stands for the byte 80 to FF
   * alone, as in the literals of conditions.
   */
  public static Octets of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (lone(text, i)) {
        return withLoneBytes(text);
      }
    }
    return new Octets(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean lone(String text, int index) {
    char c = text.charAt(index);
    return c >= 0xDC80
        && c <= 0xDCFF
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private static Octets withLoneBytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (lone(text, i)) {
        out.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        out.write(text.charAt(i) - 0xDC00);
        from = i + 1;
      }
    }
    out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return new Octets(out.toByteArray());
  }

  /** These bytes, copied. */
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /** The array itself, not to be changed. */
  public byte[] array() {
    return bytes;
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** The same bytes with ASCII letters in lower case. */
  public Octets lowerCase() {
    byte[] lower = bytes.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower(lower[i]);
    }
    return new Octets(lower);
  }

  /** An ASCII letter in lower case, any other byte as it is. */
  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  @Override
  public int compareTo(Octets other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
