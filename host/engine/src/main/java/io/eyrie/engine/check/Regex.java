// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.eyrie.engine.regex.RegexBudget;
import io.eyrie.engine.regex.RegexTable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression of POSIX syntax that has to match the whole text, in time linear in the
 * text: by a table of states, or, where that would be too large, by re2j, which does not backtrack
 * either but allocates. Bytes that are no UTF-8 are read as U+FFFD. Immutable; equal when written
 * the same.
 */
public final class Regex {
  /** How large the program of a pattern may roughly become, repetitions written out. */
  private static final int LARGEST = 20_000;

  private final String source;
  private final Pattern pattern;
  private final @Nullable RegexTable table;

  private Regex(String source, Pattern pattern, RegexBudget budget) {
    this.source = source;
    this.pattern = pattern;
    this.table = RegexTable.of(source, budget);
  }

  /** Why a pattern is refused. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    Refused(String message, @Nullable String hint) {
      super(message, null, false, false);
      this.hint = hint;
    }

    /** What to write instead, or null. */
    public @Nullable String hint() {
      return hint;
    }
  }

  /**
   * Compiles a pattern by itself; those of rules are compiled by a {@link RegexLibrary}.
   *
   * @throws Refused if it is no POSIX pattern, or too large
   */
  public static Regex compile(String source) throws Refused {
    return compile(source, new RegexBudget());
  }

  static Regex compile(String source, RegexBudget budget) throws Refused {
    refuseBeyondPosix(source);
    if (expandedSize(source) > LARGEST) {
      throw new Refused(
          "the pattern is too large when its repetitions are written out",
          "use smaller counts in {}");
    }
    try {
      return new Regex(source, Pattern.compile(source), budget);
    } catch (PatternSyntaxException e) {
      throw new Refused("the pattern can't be read: " + e.getDescription(), null);
    } catch (StackOverflowError _) {
      throw new Refused("the pattern is nested too deep", "use fewer parentheses");
    }
  }

  private static void refuseBeyondPosix(String source) throws Refused {
    boolean inSet = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        char next = source.charAt(++i);
        if (Character.isLetterOrDigit(next) && "afnrtvx01234567".indexOf(next) < 0) {
          String hint =
              switch (next) {
                case 'd' -> "write [0-9]";
                case 'w' -> "write [a-zA-Z0-9_]";
                case 's' -> "write [[:space:]]";
                default -> "patterns have the syntax of POSIX";
              };
          throw new Refused("the escape \\" + next + " is not allowed in a pattern", hint);
        }
      } else if (inSet && source.startsWith("[:", i) && source.indexOf(":]", i + 2) >= 0) {
        i = source.indexOf(":]", i + 2) + 1;
      } else if (inSet) {
        inSet = c != ']';
      } else if (c == '[') {
        inSet = true;
        i += source.startsWith("^]", i + 1) ? 2 : source.startsWith("]", i + 1) ? 1 : 0;
      } else if (c == '(' && source.startsWith("?", i + 1)) {
        throw new Refused(
            "'(?' is not allowed in a pattern",
            "patterns have the syntax of POSIX, without flags and look-ahead");
      }
    }
  }

  /** An estimate from above: each count in braces multiplies what it may repeat. */
  static long expandedSize(String source) {
    long size = source.length();
    int depth = 0;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(' && ++depth > 500) {
        return Long.MAX_VALUE;
      } else if (c == ')') {
        depth--;
      } else if (c == '{') {
        long highest = 0;
        long number = 0;
        for (i++; i < source.length() && source.charAt(i) != '}'; i++) {
          char d = source.charAt(i);
          number = d >= '0' && d <= '9' ? Math.min(number * 10 + d - '0', 100_000) : 0;
          highest = Math.max(highest, number);
        }
        boolean onGroup = repeatsGroup(source, i);
        size = onGroup ? size * Math.max(1, highest) : size + highest;
        if (size > LARGEST) {
          return size;
        }
      }
    }
    return size;
  }

  private static boolean repeatsGroup(String source, int close) {
    int open = source.lastIndexOf('{', Math.min(close, source.length() - 1));
    return open > 0 && (source.charAt(open - 1) == ')' || source.charAt(open - 1) == '}');
  }

  /** Whether it has a table, so that it is matched fast and without allocating. */
  public boolean tabled() {
    return table != null;
  }

  /**
   * Whether the whole slice matches. Allocates only when there is no table or the slice is no
   * UTF-8.
   */
  public boolean matches(byte[] array, int offset, int length) {
    if (table != null) {
      switch (table.match(array, offset, length)) {
        case YES -> {
          return true;
        }
        case NO -> {
          return false;
        }
        case NOT_UTF8 -> {}
      }
    }
    return pattern.matches(new String(array, offset, length, StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex regex && regex.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
