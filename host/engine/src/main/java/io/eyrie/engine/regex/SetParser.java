// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import io.eyrie.engine.regex.RegexParser.Unread;
import java.util.Arrays;

/** Reads a set of characters in brackets. */
final class SetParser {
  private final String pattern;
  private int at;
  private int[] ranges = new int[8];
  private int size;

  /**
   * @param open where the opening bracket stands
   */
  SetParser(String pattern, int open) {
    this.pattern = pattern;
    this.at = open + 1;
  }

  /** After {@link #parse()}: the position after the closing bracket. */
  int end() {
    return at;
  }

  CodePoints parse() throws Unread {
    boolean negated = peek() == '^';
    if (negated) {
      at++;
    }
    boolean first = true;
    while (peek() != ']' || first) {
      first = false;
      if (peek() == '[' && at + 1 < pattern.length() && pattern.charAt(at + 1) == ':') {
        named();
        continue;
      }
      int from = one();
      int to = from;
      if (peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
        at++;
        to = one();
      }
      if (to < from) {
        throw new Unread();
      }
      add(from, to);
    }
    at++;
    CodePoints set = CodePoints.ofRanges(Arrays.copyOf(ranges, size));
    return negated ? set.complement() : set;
  }

  private char peek() throws Unread {
    if (at >= pattern.length()) {
      throw new Unread();
    }
    return pattern.charAt(at);
  }

  private int one() throws Unread {
    int codePoint = pattern.codePointAt(at);
    if (codePoint == '\\') {
      at++;
      peek();
      return RegexParser.escape(pattern.charAt(at++));
    }
    at += Character.charCount(codePoint);
    if (Character.getType(codePoint) == Character.SURROGATE) {
      throw new Unread();
    }
    return codePoint;
  }

  private void add(int from, int to) {
    if (size == ranges.length) {
      ranges = Arrays.copyOf(ranges, size * 2);
    }
    ranges[size++] = from;
    ranges[size++] = to;
  }

  private void named() throws Unread {
    int close = pattern.indexOf(":]", at + 2);
    if (close < 0) {
      throw new Unread();
    }
    String name = pattern.substring(at + 2, close);
    at = close + 2;
    switch (name) {
      case "alnum" -> pairs('0', '9', 'A', 'Z', 'a', 'z');
      case "alpha" -> pairs('A', 'Z', 'a', 'z');
      case "ascii" -> pairs(0, 0x7F);
      case "blank" -> pairs('\t', '\t', ' ', ' ');
      case "cntrl" -> pairs(0, 0x1F, 0x7F, 0x7F);
      case "digit" -> pairs('0', '9');
      case "graph" -> pairs('!', '~');
      case "lower" -> pairs('a', 'z');
      case "print" -> pairs(' ', '~');
      case "punct" -> pairs('!', '/', ':', '@', '[', '`', '{', '~');
      case "space" -> pairs('\t', '\r', ' ', ' ');
      case "upper" -> pairs('A', 'Z');
      case "word" -> pairs('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
      case "xdigit" -> pairs('0', '9', 'A', 'F', 'a', 'f');
      default -> throw new Unread();
    }
  }

  private void pairs(int... fromTo) {
    for (int i = 0; i < fromTo.length; i += 2) {
      add(fromTo[i], fromTo[i + 1]);
    }
  }
}
