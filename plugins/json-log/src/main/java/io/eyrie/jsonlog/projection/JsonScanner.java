// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over JSON in an array of bytes, and is as strict about it as jackson-core is: every method
 * takes the place where something begins and gives the place behind it, or {@link #BROKEN} when the
 * bytes are no JSON there, or end before it does.
 *
 * <p>Texts are passed over eight bytes at a time: a byte of {@code v ^ pattern} is zero where the
 * byte is found, and {@code (x - 0x01..) & ~x & 0x80..} has the top bit of its lowest zero byte set
 * (from "Hacker's Delight", 6-1; bits above the lowest may be wrong, and are not looked at).
 */
final class JsonScanner {

  /** What stands for no place. */
  static final int BROKEN = -1;

  /** The deepest nesting of objects and arrays. */
  static final int MAX_DEPTH = 500;

  /** The longest key, in bytes. */
  static final int MAX_KEY = 1 << 20;

  /** How many digits a number may have. */
  private static final int MAX_DIGITS = 1000;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long BLANKS = ONES * ' ';

  private byte[] bytes = {};
  private int end;
  private boolean escaped;
  private boolean over;
  private int lastLineFeed;

  /** Which of the open brackets are objects', a bit each, the outermost first. */
  private final long[] objects = new long[MAX_DEPTH / Long.SIZE + 1];

  /** Begins with other bytes, of which those from {@code to} on are not looked at. */
  void begin(byte[] array, int to) {
    bytes = array;
    end = to;
    lastLineFeed = BROKEN;
  }

  /** The place of the last line feed that was passed over since the beginning, or BROKEN. */
  int lastLineFeed() {
    return lastLineFeed;
  }

  /** Whether the text that was passed over last has a backslash in it. */
  boolean escaped() {
    return escaped;
  }

  /** The first place from here on without white space; the end when there is none. */
  int blank(int from) {
    return from < end && bytes[from] > ' ' ? from : blanks(from);
  }

  private int blanks(int from) {
    int at = from;
    while (at < end) {
      byte b = bytes[at];
      if (b == '\n') {
        lastLineFeed = at;
      } else if (b != ' ' && b != '\r' && b != '\t') {
        return at;
      }
      at++;
    }
    return end;
  }

  /** From behind the opening quote of a text to its closing one, not behind that. */
  int text(int from) {
    byte[] array = bytes;
    int to = end;
    int at = from;
    escaped = false;
    while (true) {
      at = plain(array, at, to);
      if (at == to) {
        return BROKEN;
      }
      byte b = array[at];
      if (b == '"') {
        return at;
      }
      if (b == '\\') {
        escaped = true;
        at = escape(at);
      } else {
        at = b < 0 ? letters(at) : BROKEN;
      }
      if (at == BROKEN) {
        return BROKEN;
      }
    }
  }

  /** The first quote, backslash, control character or byte that is not ASCII; else the end. */
  private static int plain(byte[] array, int from, int to) {
    int at = from;
    while (at <= to - Long.BYTES) {
      long v = (long) LONGS.get(array, at);
      long quotes = v ^ QUOTES;
      long backslashes = v ^ BACKSLASHES;
      long found =
          (quotes - ONES & ~quotes | backslashes - ONES & ~backslashes | v - BLANKS & ~v | v)
              & TOPS;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && array[at] >= ' ' && array[at] != '"' && array[at] != '\\') {
      at++;
    }
    return at;
  }

  private int escape(int backslash) {
    int at = backslash + 1;
    if (at >= end) {
      return BROKEN;
    }
    return switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
      case 'u' -> hexadecimal(at + 1);
      default -> BROKEN;
    };
  }

  private int hexadecimal(int from) {
    if (from > end - 4) {
      return BROKEN;
    }
    for (int at = from; at < from + 4; at++) {
      int lower = bytes[at] | 0x20;
      if (!(digit(bytes[at]) || lower >= 'a' && lower <= 'f')) {
        return BROKEN;
      }
    }
    return from + 4;
  }

  /** Characters of several bytes each, by the form of UTF-8. */
  private int letters(int from) {
    int at = from;
    while (at < end && bytes[at] < 0) {
      int first = bytes[at] & 0xFF;
      int further =
          first >= 0xF8 || first < 0xC0 ? BROKEN : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
      if (further == BROKEN || at >= end - further) {
        return BROKEN;
      }
      for (int i = 1; i <= further; i++) {
        if ((bytes[at + i] & 0xC0) != 0x80) {
          return BROKEN;
        }
      }
      at += 1 + further;
    }
    return at;
  }

  /** A text with its quotes, and the colon and blanks behind it: to where the value begins. */
  int key(int from) {
    if (bytes[from] != '"') {
      return BROKEN;
    }
    int close = text(from + 1);
    return close == BROKEN || close - from > MAX_KEY ? BROKEN : colon(close + 1);
  }

  /** A colon with blanks around it: to where the value begins. */
  int colon(int from) {
    int at = from;
    if (at >= end || bytes[at] != ':') {
      at = blank(at);
      if (at == end || bytes[at] != ':') {
        return BROKEN;
      }
    }
    at = blank(at + 1);
    return at == end ? BROKEN : at;
  }

  /**
   * From behind a member or element to where the next one begins, or behind the closing bracket:
   * {@link #over} says which.
   */
  int further(int from, char closing) {
    int at = blank(from);
    byte b = at < end ? bytes[at] : 0;
    over = b != ',';
    if (over) {
      return b == closing ? at + 1 : BROKEN;
    }
    return blank(at + 1);
  }

  /** Whether no member or element was found last, but a closing bracket, or nothing sound. */
  boolean over() {
    return over;
  }

  /** A number, true, false or null. */
  int scalar(int from) {
    return switch (bytes[from]) {
      case 't' -> word(from, 't', 'r', 'u', 'e');
      case 'f' -> word(from + 1, 'a', 'l', 's', 'e');
      case 'n' -> word(from, 'n', 'u', 'l', 'l');
      default -> number(from);
    };
  }

  private int word(int from, char first, char second, char third, char fourth) {
    return from <= end - 4
            && bytes[from] == first
            && bytes[from + 1] == second
            && bytes[from + 2] == third
            && bytes[from + 3] == fourth
        ? from + 4
        : BROKEN;
  }

  private int number(int from) {
    int whole = bytes[from] == '-' ? from + 1 : from;
    int at = digits(whole);
    if (at == whole || bytes[whole] == '0' && at > whole + 1) {
      return BROKEN;
    }
    int count = at - whole;
    if (at < end && bytes[at] == '.') {
      int fraction = at + 1;
      at = digits(fraction);
      if (at == fraction) {
        return BROKEN;
      }
      count += at - fraction;
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      at++;
      int exponent = at < end && (bytes[at] == '+' || bytes[at] == '-') ? at + 1 : at;
      at = digits(exponent);
      if (at == exponent) {
        return BROKEN;
      }
      count += at - exponent;
    }
    return count > MAX_DIGITS ? BROKEN : at;
  }

  private int digits(int from) {
    int at = from;
    while (at < end && digit(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean digit(int b) {
    return b >= '0' && b <= '9';
  }

  /**
   * A value of any kind.
   *
   * @param depth how many brackets are open around it
   */
  int value(int from, int depth) {
    byte b = bytes[from];
    if (b == '"') {
      int close = text(from + 1);
      return close == BROKEN ? BROKEN : close + 1;
    }
    return b == '{' || b == '[' ? tree(from, depth) : scalar(from);
  }

  /** An object or array with all that is in it. */
  private int tree(int from, int outside) {
    int at = from;
    int depth = outside;
    while (true) {
      byte b = bytes[at];
      if (b == '{' || b == '[') {
        if (depth == MAX_DEPTH) {
          return BROKEN;
        }
        boolean object = b == '{';
        open(depth++, object);
        at = blank(at + 1);
        if (at == end) {
          return BROKEN;
        }
        if (bytes[at] != (object ? '}' : ']')) {
          at = object ? key(at) : at;
          if (at == BROKEN) {
            return BROKEN;
          }
          continue;
        }
        depth--;
        at++;
      } else if (b == '"') {
        at = text(at + 1) + 1;
        if (at == BROKEN + 1) {
          return BROKEN;
        }
      } else {
        at = scalar(at);
        if (at == BROKEN) {
          return BROKEN;
        }
      }
      boolean more = false;
      while (!more && depth > outside) {
        at = blank(at);
        if (at == end) {
          return BROKEN;
        }
        boolean object = object(depth - 1);
        b = bytes[at];
        if (b == ',') {
          at = blank(at + 1);
          if (at == end) {
            return BROKEN;
          }
          at = object ? key(at) : at;
          if (at == BROKEN) {
            return BROKEN;
          }
          more = true;
        } else if (b == (object ? '}' : ']')) {
          depth--;
          at++;
        } else {
          return BROKEN;
        }
      }
      if (!more) {
        return at;
      }
    }
  }

  private void open(int level, boolean object) {
    long bit = 1L << level;
    int word = level >> 6;
    objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
  }

  private boolean object(int level) {
    return (objects[level >> 6] >>> level & 1) != 0;
  }
}
