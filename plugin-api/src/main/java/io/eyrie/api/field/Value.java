// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A reused holder for the value, or the list of values, of one field of one event.
 *
 * <p>A source writes either one value by a {@code set} method, or {@link #beginList()} and any
 * number of {@code add} calls; a holder that nobody wrote to is <em>absent</em>, which is not the
 * same as an empty text or an empty list. The host reads. Byte slices are kept by reference and are
 * valid until the sink's {@code accept} returns; texts are encoded into the holder's own memory.
 *
 * <p>Not safe for several threads. After it has grown to the values it sees, writing and reading
 * allocate nothing, {@link #text(int)} aside.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class Value {

  private static final byte[] NO_BYTES = {};

  private Kind kind = Kind.ABSENT;
  private boolean list;
  private int size;

  // The first value stands here, since hardly any field is a list.
  private long firstNumber;
  private byte[] firstArray = NO_BYTES;
  private int firstOffset;
  private int firstLength;

  // The others, each at its index; index 0 is not in use.
  private long[] numbers = {};
  private byte[][] arrays = {};
  private int[] offsets = {};
  private int[] lengths = {};

  private byte[] encoded = NO_BYTES;
  private int encodedLength;

  /** Makes an absent holder. */
  public Value() {}

  /** Makes the holder absent again. */
  public void clear() {
    kind = Kind.ABSENT;
    list = false;
    size = 0;
    encodedLength = 0;
  }

  /** Writes a number, a time in nanoseconds, a port. */
  public void set(long number) {
    clear();
    addNumber(Kind.NUMBER, number);
  }

  /** Writes a truth value. */
  public void set(boolean truth) {
    set(truth ? 1L : 0L);
  }

  /** Writes a decimal number. */
  public void set(double decimal) {
    clear();
    addNumber(Kind.DECIMAL, Double.doubleToRawLongBits(decimal));
  }

  /** Writes a text; unpaired surrogates become the replacement character U+FFFD. */
  public void set(String text) {
    clear();
    addText(text);
  }

  /**
   * Writes a slice of bytes: text in UTF-8, raw bytes, or an address.
   *
   * @throws IndexOutOfBoundsException if the slice does not lie in the array
   */
  public void set(byte[] array, int offset, int length) {
    clear();
    addSlice(array, offset, length);
  }

  /** Begins an empty list, which is present even when nothing is added to it. */
  public void beginList() {
    clear();
    list = true;
    kind = Kind.BYTES;
  }

  /** Adds a number to the list. */
  public void add(long number) {
    requireList();
    addNumber(Kind.NUMBER, number);
  }

  /** Adds a truth value to the list. */
  public void add(boolean truth) {
    add(truth ? 1L : 0L);
  }

  /** Adds a decimal number to the list. */
  public void add(double decimal) {
    requireList();
    addNumber(Kind.DECIMAL, Double.doubleToRawLongBits(decimal));
  }

  /** Adds a text to the list. */
  public void add(String text) {
    requireList();
    addText(text);
  }

  /** Adds a slice of bytes to the list. */
  public void add(byte[] array, int offset, int length) {
    requireList();
    addSlice(array, offset, length);
  }

  /** Whether the event has the field. */
  public boolean present() {
    return kind != Kind.ABSENT;
  }

  /** How the values are held; {@link Kind#BYTES} for an empty list. */
  public Kind kind() {
    return kind;
  }

  /** Whether a list was written. */
  public boolean list() {
    return list;
  }

  /** The number of values: 0 when absent, 1 for a single value, the length of a list. */
  public int size() {
    return size;
  }

  /** The number at an index of a {@link Kind#NUMBER} holder. */
  public long number(int index) {
    return checked(index) == 0 ? firstNumber : numbers[index];
  }

  /** The decimal number at an index of a {@link Kind#DECIMAL} holder. */
  public double decimal(int index) {
    return Double.longBitsToDouble(number(index));
  }

  /**
   * The array that holds the bytes at an index of a {@link Kind#BYTES} holder. Not to be changed.
   */
  @SuppressWarnings("ReferenceEquality") // the marker is one array, whatever others hold
  public byte[] array(int index) {
    byte[] array = checked(index) == 0 ? firstArray : arrays[index];
    return array == NO_BYTES ? encoded : array;
  }

  /** Where in {@link #array(int)} the bytes begin. */
  public int offset(int index) {
    return checked(index) == 0 ? firstOffset : offsets[index];
  }

  /** How many bytes there are. */
  public int length(int index) {
    return checked(index) == 0 ? firstLength : lengths[index];
  }

  /** The bytes at an index as text; invalid UTF-8 becomes U+FFFD. Allocates. */
  public String text(int index) {
    return new String(array(index), offset(index), length(index), StandardCharsets.UTF_8);
  }

  private int checked(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return index;
  }

  private void requireList() {
    if (!list) {
      throw new IllegalStateException("add without beginList");
    }
  }

  private int grow(Kind next) {
    if (size > 0 && kind != next) {
      throw new IllegalStateException("a list of " + kind + " takes no " + next);
    }
    kind = next;
    if (size > 0 && size >= numbers.length) {
      int capacity = Math.max(4, size * 2);
      numbers = Arrays.copyOf(numbers, capacity);
      arrays = Arrays.copyOf(arrays, capacity);
      Arrays.fill(arrays, size, capacity, NO_BYTES);
      offsets = Arrays.copyOf(offsets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    return size++;
  }

  private void addNumber(Kind numeric, long bits) {
    int index = grow(numeric);
    if (index == 0) {
      firstNumber = bits;
    } else {
      numbers[index] = bits;
    }
  }

  private void addSlice(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    place(array, offset, length);
  }

  private void place(byte[] array, int offset, int length) {
    int index = grow(Kind.BYTES);
    if (index == 0) {
      firstArray = array;
      firstOffset = offset;
      firstLength = length;
    } else {
      arrays[index] = array;
      offsets[index] = offset;
      lengths[index] = length;
    }
  }

  private void addText(String text) {
    int begin = encodedLength;
    encode(text);
    place(NO_BYTES, begin, encodedLength - begin);
  }

  /** By hand, since every encoder of the JDK allocates per call. */
  private void encode(String text) {
    int chars = text.length();
    ensureEncoded(Math.addExact(encodedLength, Math.multiplyExact(chars, 3)));
    int at = encodedLength;
    for (int i = 0; i < chars; i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        encoded[at++] = (byte) c;
        continue;
      }
      if (Character.isSurrogate((char) c)) {
        boolean pair =
            Character.isHighSurrogate((char) c)
                && i + 1 < chars
                && Character.isLowSurrogate(text.charAt(i + 1));
        c = pair ? Character.toCodePoint((char) c, text.charAt(++i)) : 0xFFFD;
      }
      if (c < 0x800) {
        encoded[at++] = (byte) (0xC0 | c >> 6);
      } else if (c < 0x10000) {
        encoded[at++] = (byte) (0xE0 | c >> 12);
        encoded[at++] = (byte) (0x80 | c >> 6 & 0x3F);
      } else {
        encoded[at++] = (byte) (0xF0 | c >> 18);
        encoded[at++] = (byte) (0x80 | c >> 12 & 0x3F);
        encoded[at++] = (byte) (0x80 | c >> 6 & 0x3F);
      }
      encoded[at++] = (byte) (0x80 | c & 0x3F);
    }
    encodedLength = at;
  }

  private void ensureEncoded(int capacity) {
    if (encoded.length < capacity) {
      encoded = Arrays.copyOf(encoded, Math.max(capacity, encoded.length * 2));
    }
  }

  /** How the values of a holder are held. */
  public enum Kind {
    /** Nothing was written: the event does not have the field. */
    ABSENT,
    /** 64-bit numbers: {@link Value#number(int)}. */
    NUMBER,
    /** Doubles: {@link Value#decimal(int)}. */
    DECIMAL,
    /**
     * Byte slices: {@link Value#array(int)}, {@link Value#offset(int)}, {@link Value#length(int)}.
     */
    BYTES
  }
}
