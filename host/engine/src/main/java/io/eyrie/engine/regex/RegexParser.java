// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern. What is rare or means different things to different engines is not read at all:
 * the pattern then has no table. A set of characters is read by {@link SetParser}.
 */
final class RegexParser {
  private static final int DEEPEST = 100;
  private static final int MOST_REPETITIONS = 1_000;

  private final String pattern;
  private int at;

  /** Leaves the parser at what is not read here. */
  static final class Unread extends Exception {
    private static final long serialVersionUID = 1L;

    Unread() {
      super("not read here", null, false, false);
    }
  }

  private RegexParser(String pattern) {
    this.pattern = pattern;
  }

  /** The pattern taken apart; null when it holds what is not read here. */
  static @Nullable RegexNode parse(String pattern) {
    RegexParser parser = new RegexParser(pattern);
    try {
      RegexNode node = parser.choice(0);
      return parser.at == pattern.length() ? node : null;
    } catch (Unread _) {
      return null;
    }
  }

  private boolean more() {
    return at < pattern.length();
  }

  private RegexNode choice(int depth) throws Unread {
    if (depth > DEEPEST) {
      throw new Unread();
    }
    List<RegexNode> ways = new ArrayList<>();
    ways.add(sequence(depth));
    while (more() && pattern.charAt(at) == '|') {
      at++;
      ways.add(sequence(depth));
    }
    return ways.size() == 1 ? ways.getFirst() : new RegexNode.Choice(List.copyOf(ways));
  }

  private RegexNode sequence(int depth) throws Unread {
    List<RegexNode> parts = new ArrayList<>();
    while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      parts.add(repeated(atom(depth)));
    }
    return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(List.copyOf(parts));
  }

  private RegexNode atom(int depth) throws Unread {
    return switch (pattern.charAt(at)) {
      case '(' -> group(depth);
      case '[' -> {
        SetParser set = new SetParser(pattern, at);
        RegexNode node = new RegexNode.OneOf(set.parse());
        at = set.end();
        yield node;
      }
      case '.' -> {
        at++;
        yield new RegexNode.OneOf(CodePoints.of('\n').complement());
      }
      case '^' -> {
        at++;
        yield new RegexNode.Begin();
      }
      case '$' -> {
        at++;
        yield new RegexNode.End();
      }
      case '*', '+', '?', '{', '}', ']' -> throw new Unread();
      case '\\' -> {
        at++;
        if (!more()) {
          throw new Unread();
        }
        yield new RegexNode.OneOf(CodePoints.of(escape(pattern.charAt(at++))));
      }
      default -> {
        int codePoint = pattern.codePointAt(at);
        at += Character.charCount(codePoint);
        if (Character.getType(codePoint) == Character.SURROGATE) {
          throw new Unread();
        }
        yield new RegexNode.OneOf(CodePoints.of(codePoint));
      }
    };
  }

  private RegexNode group(int depth) throws Unread {
    at++;
    if (more() && pattern.charAt(at) == '?') {
      throw new Unread();
    }
    RegexNode inner = choice(depth + 1);
    if (!more() || pattern.charAt(at) != ')') {
      throw new Unread();
    }
    at++;
    return inner;
  }

  /** The character of an escape by its letter; octal and hexadecimal ones are not read. */
  static int escape(char letter) throws Unread {
    return switch (letter) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      default -> {
        boolean sign = letter < 0x80 && letter > ' ' && !Character.isLetterOrDigit(letter);
        if (!sign) {
          throw new Unread();
        }
        yield letter;
      }
    };
  }

  private RegexNode repeated(RegexNode node) throws Unread {
    if (!more()) {
      return node;
    }
    RegexNode repeat =
        switch (pattern.charAt(at)) {
          case '*' -> new RegexNode.Repeat(node, 0, -1);
          case '+' -> new RegexNode.Repeat(node, 1, -1);
          case '?' -> new RegexNode.Repeat(node, 0, 1);
          case '{' -> counted(node);
          default -> node;
        };
    if (repeat.equals(node)) {
      return node;
    }
    boolean assertion = node instanceof RegexNode.Begin || node instanceof RegexNode.End;
    at++;
    if (assertion || (more() && "*+?{".indexOf(pattern.charAt(at)) >= 0)) {
      throw new Unread();
    }
    return repeat;
  }

  /** Stops at the closing brace. */
  private RegexNode counted(RegexNode node) throws Unread {
    int close = pattern.indexOf('}', at);
    String counts = close < 0 ? "" : pattern.substring(at + 1, close);
    int comma = counts.indexOf(',');
    int least = count(comma < 0 ? counts : counts.substring(0, comma));
    int most =
        comma < 0 ? least : comma == counts.length() - 1 ? -1 : count(counts.substring(comma + 1));
    if (most >= 0 && most < least) {
      throw new Unread();
    }
    at = close;
    return new RegexNode.Repeat(node, least, most);
  }

  private static int count(String digits) throws Unread {
    if (digits.isEmpty()
        || digits.length() > 4
        || (digits.startsWith("0") && digits.length() > 1)
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
        || Integer.parseInt(digits) > MOST_REPETITIONS) {
      throw new Unread();
    }
    return Integer.parseInt(digits);
  }
}
