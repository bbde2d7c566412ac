// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text of bytes that is written anew again and again without garbage: names and paths of the
 * kernel are bytes, not necessarily UTF-8.
 *
 * <p>Not safe for several threads.
 */
public final class Text {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  /** Makes an empty text. */
  public Text() {
    this(16);
  }

  /** Makes an empty text with room for so many bytes. */
  public Text(int capacity) {
    this.bytes = new byte[Math.max(capacity, 16)];
  }

  /** Makes a text of a string's UTF-8. */
  public static Text of(String text) {
    Text result = new Text(text.length());
    result.append(text.getBytes(StandardCharsets.UTF_8));
    return result;
  }

  /** The array that holds it, from index 0. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** Whether it has no byte. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at an index. */
  public byte at(int index) {
    return bytes[index];
  }

  /** Makes it empty. */
  public Text clear() {
    length = 0;
    return this;
  }

  /** Cuts it to so many bytes. */
  public void truncate(int to) {
    length = Math.min(length, to);
  }

  /** Copies another text into it. */
  public Text set(Text other) {
    length = 0;
    return append(other.bytes, 0, other.length);
  }

  /** Copies a slice into it. */
  public Text set(byte[] from, int offset, int count) {
    length = 0;
    return append(from, offset, count);
  }

  /** Appends a slice. */
  public Text append(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends all bytes. */
  public Text append(byte[] from) {
    return append(from, 0, from.length);
  }

  /** Appends another text. */
  public Text append(Text other) {
    return append(other.bytes, 0, other.length);
  }

  /** Appends one ASCII character. */
  public Text append(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Appends a text of ASCII characters. */
  public Text append(String ascii) {
    int more = ascii.length();
    room(more);
    for (int i = 0; i < more; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += more;
    return this;
  }

  /** Appends a number with its sign in decimal. */
  public Text appendSigned(long number) {
    if (number >= 0) {
      return appendDecimal(number);
    }
    append('-');
    return number == Long.MIN_VALUE ? append("9223372036854775808") : appendDecimal(-number);
  }

  /** Appends a number from 0 up in decimal. */
  public Text appendDecimal(long number) {
    room(20);
    int digits = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Appends a number in lower-case hexadecimal without leading zeros. */
  public Text appendHex(long number) {
    int shift = Math.max(0, 60 - (Long.numberOfLeadingZeros(number) & ~3));
    room(16);
    for (; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (number >>> shift) & 15];
    }
    return this;
  }

  /** Whether it is these bytes. */
  public boolean is(byte[] other) {
    return Arrays.equals(bytes, 0, length, other, 0, other.length);
  }

  /** A copy that nobody writes to. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }

  /** The text; invalid UTF-8 becomes U+FFFD. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
