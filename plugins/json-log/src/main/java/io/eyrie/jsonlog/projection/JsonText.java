// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.nio.charset.StandardCharsets;

/**
 * Rewrites JSON text that has already been found valid: decodes strings, drops or sets white space.
 *
 * <p>Rewritten strings keep only the escapes that JSON demands (quote, backslash, control
 * characters), so that a rule sees one text for one value, whatever the writer chose to escape. An
 * escaped surrogate without its partner becomes U+FFFD. Numbers stay as they are written.
 */
final class JsonText {

  private JsonText() {}

  /** Appends the text of a string, given without its quotes. */
  static void decoded(byte[] json, int start, int end, Scratch out) {
    int at = start;
    while (at < end) {
      int plain = at;
      while (at < end && json[at] != '\\') {
        at++;
      }
      out.put(json, plain, at);
      if (at < end) {
        long unescaped = unescape(json, at, end);
        out.putCodePoint((int) unescaped);
        at = (int) (unescaped >>> 32);
      }
    }
  }

  /** Appends the value without white space around its tokens. */
  static void compact(byte[] json, int start, int end, Scratch out) {
    int at = start;
    while (at < end) {
      byte b = json[at];
      if (b == '"') {
        at = string(json, at, end, out);
      } else {
        if (b > ' ') {
          out.put(b);
        }
        at++;
      }
    }
  }

  /** Appends the value with a line per member and element, indented by two blanks a level. */
  static void indented(byte[] json, int start, int end, Scratch out) {
    int depth = 0;
    byte before = 0;
    int at = start;
    while (at < end) {
      byte b = json[at];
      if (b <= ' ' && b >= 0) {
        at++;
        continue;
      }
      boolean close = b == '}' || b == ']';
      boolean opened = before == '{' || before == '[';
      if (close) {
        depth--;
      }
      if (close && !opened || opened && !close || before == ',') {
        out.put('\n');
        for (int i = 0; i < depth; i++) {
          out.put(' ');
          out.put(' ');
        }
      } else if (before == ':') {
        out.put(' ');
      }
      if (b == '"') {
        at = string(json, at, end, out);
      } else {
        out.put(b);
        at++;
      }
      if (b == '{' || b == '[') {
        depth++;
      }
      before = b;
    }
  }

  /** Gives the keys of an object, decoded. */
  static void keys(byte[] json, int start, int end, Scratch out, ByteSink to) {
    int depth = 0;
    boolean key = false;
    int at = start;
    while (at < end) {
      byte b = json[at];
      if (b == '"') {
        int close = stringEnd(json, at + 1);
        if (depth == 1 && key) {
          out.begin();
          decoded(json, at + 1, close, out);
          Slice text = out.end();
          to.accept(text.array(), text.offset(), text.length());
        }
        at = close;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      key = b == '{' || b == ',' || key && b != ':';
      at++;
    }
  }

  private static int stringEnd(byte[] json, int from) {
    int at = from;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** Copies a string with its quotes and returns the index behind it. */
  private static int string(byte[] json, int start, int end, Scratch out) {
    int plain = start;
    int at = start + 1;
    while (at < end && json[at] != '"') {
      if (json[at] != '\\') {
        at++;
        continue;
      }
      out.put(json, plain, at);
      long unescaped = unescape(json, at, end);
      int c = (int) unescaped;
      at = (int) (unescaped >>> 32);
      plain = at;
      escape(c, out);
    }
    out.put(json, plain, at + 1);
    return at + 1;
  }

  private static void escape(int c, Scratch out) {
    switch (c) {
      case '"', '\\' -> {
        out.put('\\');
        out.put(c);
      }
      case '\n' -> shortEscape('n', out);
      case '\t' -> shortEscape('t', out);
      case '\r' -> shortEscape('r', out);
      case '\b' -> shortEscape('b', out);
      case '\f' -> shortEscape('f', out);
      default -> {
        if (c < ' ') {
          shortEscape('u', out);
          out.put('0');
          out.put('0');
          out.put('0' + (c >> 4));
          out.put(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
        } else {
          out.putCodePoint(c);
        }
      }
    }
  }

  private static void shortEscape(char letter, Scratch out) {
    out.put('\\');
    out.put(letter);
  }

  /** Reads the escape at a backslash: the code point, and in the upper half the index behind it. */
  private static long unescape(byte[] json, int backslash, int end) {
    int next = backslash + 2;
    int c =
        switch (json[backslash + 1]) {
          case 'n' -> '\n';
          case 't' -> '\t';
          case 'r' -> '\r';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'u' -> {
            next = backslash + 6;
            yield hex(json, backslash + 2);
          }
          default -> json[backslash + 1];
        };
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      boolean paired =
          c <= Character.MAX_HIGH_SURROGATE
              && next + 6 <= end
              && json[next] == '\\'
              && json[next + 1] == 'u'
              && Character.isLowSurrogate((char) hex(json, next + 2));
      if (paired) {
        c = Character.toCodePoint((char) c, (char) hex(json, next + 2));
        next += 6;
      } else {
        c = 0xFFFD;
      }
    }
    return (long) next << 32 | c;
  }

  private static int hex(byte[] json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | Character.digit(json[i], 16);
    }
    return value;
  }

  /** A number that is not negative, without its fraction, as unsigned bits; never overflows. */
  static long unsigned(byte[] json, int start, int end) {
    long value = 0;
    for (int at = start; at < end; at++) {
      byte b = json[at];
      if (b < '0' || b > '9') {
        return slowUnsigned(json, start, end);
      }
      if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - (b - '0'), 10)) > 0) {
        return -1L;
      }
      value = value * 10 + (b - '0');
    }
    return value;
  }

  /** A number of any form. */
  static double decimal(byte[] json, int start, int end) {
    return Double.parseDouble(new String(json, start, end - start, StandardCharsets.US_ASCII));
  }

  private static long slowUnsigned(byte[] json, int start, int end) {
    double value = decimal(json, start, end);
    if (value < 0x1p63) {
      return (long) value;
    }
    return value < 0x1p64 ? (long) (value - 0x1p63) + Long.MIN_VALUE : -1L;
  }
}
