// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/**
 * A shell pattern as fnmatch(3) without flags reads it: {@code *} any run (also of '/'), {@code ?}
 * one character, {@code [a-z]} and {@code [!a-z]} sets, a backslash takes the next character as it
 * is. Works on the bytes of UTF-8. Time is at most the product of both lengths: only the last star
 * is ever gone back to. Immutable; equal when written the same.
 */
public final class Glob {
  private static final byte LITERAL = 0;
  private static final byte ANY_ONE = 1;
  private static final byte ANY_RUN = 2;
  private static final byte SET = 3;

  private final String pattern;
  private final boolean ignoreCase;
  private final byte[] kinds;
  private final byte[] literals;
  private final long[][] sets;
  private final int length;

  /** Reads a pattern; every text is one (an unclosed set is a plain bracket). */
  public Glob(String pattern, boolean ignoreCase) {
    this.pattern = pattern;
    this.ignoreCase = ignoreCase;
    byte[] bytes = Octets.of(pattern).array();
    kinds = new byte[bytes.length];
    literals = new byte[bytes.length];
    sets = new long[bytes.length][];
    int count = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      int close = b == '[' ? closing(bytes, i) : -1;
      if (b == '*') {
        if (count == 0 || kinds[count - 1] != ANY_RUN) {
          kinds[count++] = ANY_RUN;
        }
      } else if (b == '?') {
        kinds[count++] = ANY_ONE;
      } else if (close > 0) {
        kinds[count] = SET;
        sets[count++] = set(bytes, i + 1, close);
        i = close;
      } else {
        if (b == '\\' && i + 1 < bytes.length) {
          b = bytes[++i];
        }
        kinds[count] = LITERAL;
        literals[count++] = fold(b);
      }
    }
    length = count;
  }

  private static int closing(byte[] bytes, int open) {
    int i = open + 1;
    if (i < bytes.length && (bytes[i] == '!' || bytes[i] == '^')) {
      i++;
    }
    if (i < bytes.length && bytes[i] == ']') {
      i++;
    }
    while (i < bytes.length && bytes[i] != ']') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return i < bytes.length ? i : -1;
  }

  private long[] set(byte[] bytes, int from, int to) {
    long[] set = new long[4];
    int i = from;
    boolean negated = bytes[i] == '!' || bytes[i] == '^';
    if (negated) {
      i++;
    }
    while (i < to) {
      if (bytes[i] == '\\' && i + 1 < to) {
        i++;
      }
      int low = bytes[i++] & 0xFF;
      int high = low;
      if (i + 1 < to && bytes[i] == '-') {
        i++;
        if (bytes[i] == '\\' && i + 1 < to) {
          i++;
        }
        high = bytes[i++] & 0xFF;
      }
      for (int c = low; c <= high; c++) {
        add(set, c);
      }
    }
    if (negated) {
      for (int w = 0; w < 4; w++) {
        set[w] = ~set[w];
      }
    }
    return set;
  }

  private void add(long[] set, int c) {
    set[c >> 6] |= 1L << c;
    if (ignoreCase && Character.isLetter(c) && c < 128) {
      int other = c ^ 32;
      set[other >> 6] |= 1L << other;
    }
  }

  private byte fold(byte b) {
    return ignoreCase ? Octets.lower(b) : b;
  }

  /** Whether the whole slice matches. Allocates nothing. */
  public boolean matches(byte[] array, int offset, int size) {
    int p = 0;
    int s = 0;
    int starAt = -1;
    int starFrom = 0;
    while (s < size) {
      if (p < length && kinds[p] == ANY_RUN) {
        starAt = p++;
        starFrom = s;
        continue;
      }
      if (p < length) {
        int width = kinds[p] == LITERAL ? 1 : characterLength(array, offset + s, size - s);
        if (one(p, array[offset + s])) {
          p++;
          s += width;
          continue;
        }
      }
      if (starAt < 0) {
        return false;
      }
      p = starAt + 1;
      s = ++starFrom;
    }
    while (p < length && kinds[p] == ANY_RUN) {
      p++;
    }
    return p == length;
  }

  private boolean one(int p, byte b) {
    return switch (kinds[p]) {
      case LITERAL -> literals[p] == fold(b);
      case ANY_ONE -> true;
      default -> (sets[p][(b & 0xFF) >> 6] & 1L << b) != 0;
    };
  }

  /** The bytes of the UTF-8 character here; 1 for a byte that begins none. */
  static int characterLength(byte[] array, int at, int left) {
    int lead = array[at] & 0xFF;
    int wanted = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (int i = 1; i < wanted; i++) {
      if (i >= left || (array[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return wanted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob
        && glob.pattern.equals(pattern)
        && glob.ignoreCase == ignoreCase;
  }

  @Override
  public int hashCode() {
    return pattern.hashCode() * 2 + (ignoreCase ? 1 : 0);
  }

  @Override
  public String toString() {
    return pattern;
  }
}
