// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Chances of one seed, and the JSON that is made of them. */
final class Draw {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** So many times as an event of that number would have, some hundred a second. */
  Instant time(int number) {
    return BEGIN.plusMillis(number * 7L + random.nextInt(7));
  }

  String hex(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  String uuid() {
    String hex = hex(16);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  String address() {
    return below(223) + 1 + "." + below(256) + "." + below(256) + "." + below(256);
  }

  /** An object of members, in their order. */
  static String object(String... members) {
    return "{" + String.join(",", members) + "}";
  }

  static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  static String texts(String... elements) {
    return array(List.of(elements).stream().map(Draw::quoted).collect(Collectors.toList()));
  }

  /** A member whose value is JSON. */
  static String member(String key, String json) {
    return "\"" + key + "\":" + json;
  }

  /** A member whose value is a text. */
  static String text(String key, Object value) {
    return member(key, quoted(value.toString()));
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
