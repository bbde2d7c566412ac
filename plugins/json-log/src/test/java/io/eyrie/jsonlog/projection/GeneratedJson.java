// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Writes random JSON objects with few keys, so that paths are often hit, and with everything that
 * JSON allows: escapes of all kinds, white space anywhere, duplicate keys, deep nesting, empty
 * keys.
 */
final class GeneratedJson {

  static final List<String> KEYS =
      List.of("a", "b", "key", "a/b", "m~n", "", "0", "1", "ü\"", "long key with blanks");

  private final RandomGenerator random;
  private final StringBuilder out = new StringBuilder();

  GeneratedJson(RandomGenerator random) {
    this.random = random;
  }

  String object() {
    out.setLength(0);
    blank();
    object(0);
    blank();
    return out.toString();
  }

  private void object(int depth) {
    out.append('{');
    int members = random.nextInt(6);
    for (int i = 0; i < members; i++) {
      if (i > 0) {
        out.append(',');
      }
      blank();
      string(KEYS.get(random.nextInt(KEYS.size())));
      blank();
      out.append(':');
      blank();
      value(depth + 1);
      blank();
    }
    out.append('}');
  }

  private void value(int depth) {
    switch (random.nextInt(depth > 6 ? 6 : 10)) {
      case 0 -> out.append("null");
      case 1 -> out.append("true");
      case 2 -> out.append("false");
      case 3 -> out.append(number());
      case 4, 5 -> string(text());
      case 6 -> {
        out.append('[');
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
          if (i > 0) {
            out.append(',');
          }
          blank();
          value(depth + 1);
          blank();
        }
        out.append(']');
      }
      default -> object(depth);
    }
  }

  private String number() {
    return switch (random.nextInt(6)) {
      case 0 -> "0";
      case 1 -> Long.toString(random.nextLong());
      case 2 -> Integer.toString(random.nextInt(-50, 50));
      case 3 -> Double.toString(random.nextInt(1000) / 8.0);
      case 4 -> random.nextInt(1, 100) + "e" + random.nextInt(5);
      default -> "18446744073709551615";
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "\"\\/{}[]:,".charAt(random.nextInt(9));
            case 2 -> random.nextInt(0x80, 0x800);
            case 3 -> random.nextInt(0x1F300, 0x1F600);
            default -> random.nextInt('a', 'z' + 1);
          });
    }
    return text.toString();
  }

  /** Writes a string, of each character one of its possible spellings. */
  private void string(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    boolean must = c < 0x20 || c == '"' || c == '\\';
    if (!must && random.nextInt(10) > 0) {
      out.appendCodePoint(c);
      return;
    }
    int named = "\"\\/\b\f\n\r\t".indexOf(c);
    if (named >= 0 && random.nextBoolean()) {
      out.append('\\').append("\"\\/bfnrt".charAt(named));
      return;
    }
    for (char unit : Character.toChars(c)) {
      String digits = HexFormat.of().toHexDigits(unit);
      out.append("\\u").append(random.nextBoolean() ? digits : digits.toUpperCase(Locale.ROOT));
    }
  }

  private void blank() {
    if (random.nextInt(5) == 0) {
      out.append(" \n\r\t".charAt(random.nextInt(4)));
    }
  }
}
