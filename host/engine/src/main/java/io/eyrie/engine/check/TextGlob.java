// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/**
 * A shell pattern that is itself a value of the event, read while it is matched, with the meaning
 * of {@link Glob}. Allocates nothing; time is at most the product of both lengths, and a pattern
 * longer than {@value #LONGEST} bytes matches nothing.
 */
public final class TextGlob {
  private static final int LONGEST = 4_096;

  private TextGlob() {}

  /** Whether the pattern matches the whole text. */
  public static boolean matches(
      byte[] pattern,
      int patternOffset,
      int patternLength,
      byte[] text,
      int offset,
      int length,
      boolean ignoreCase) {
    if (patternLength > LONGEST) {
      return false;
    }
    int patternEnd = patternOffset + patternLength;
    int end = offset + length;
    int p = patternOffset;
    int s = offset;
    int afterStar = -1;
    int starFrom = 0;
    while (s < end) {
      if (p < patternEnd && pattern[p] == '*') {
        afterStar = ++p;
        starFrom = s;
        continue;
      }
      if (p < patternEnd) {
        int next = after(pattern, p, patternEnd);
        if (fits(pattern, p, next, patternEnd, text[s], ignoreCase)) {
          boolean any = pattern[p] == '?' || (pattern[p] == '[' && next > p + 1);
          s += any ? Glob.characterLength(text, s, end - s) : 1;
          p = next;
          continue;
        }
      }
      if (afterStar < 0) {
        return false;
      }
      p = afterStar;
      s = ++starFrom;
    }
    while (p < patternEnd && pattern[p] == '*') {
      p++;
    }
    return p == patternEnd;
  }

  /** Where the element of the pattern that begins here ends. */
  private static int after(byte[] pattern, int p, int end) {
    if (pattern[p] == '\\' && p + 1 < end) {
      return p + 2;
    }
    if (pattern[p] == '[') {
      int close = closing(pattern, p, end);
      return close < 0 ? p + 1 : close + 1;
    }
    return p + 1;
  }

  private static int closing(byte[] pattern, int open, int end) {
    int i = open + 1;
    if (i < end && (pattern[i] == '!' || pattern[i] == '^')) {
      i++;
    }
    if (i < end && pattern[i] == ']') {
      i++;
    }
    while (i < end && pattern[i] != ']') {
      i += pattern[i] == '\\' ? 2 : 1;
    }
    return i < end ? i : -1;
  }

  private static boolean fits(
      byte[] pattern, int p, int next, int end, byte b, boolean ignoreCase) {
    byte first = pattern[p];
    if (first == '?') {
      return true;
    }
    if (first == '[' && next > p + 1) {
      return inSet(pattern, p + 1, next - 1, b)
          || (ignoreCase && isLetter(b) && inSet(pattern, p + 1, next - 1, (byte) (b ^ 32)));
    }
    byte wanted = first == '\\' && p + 1 < end ? pattern[p + 1] : first;
    return ignoreCase ? Octets.lower(wanted) == Octets.lower(b) : wanted == b;
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean inSet(byte[] pattern, int from, int to, byte b) {
    int i = from;
    boolean negated = pattern[i] == '!' || pattern[i] == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < to) {
      if (pattern[i] == '\\' && i + 1 < to) {
        i++;
      }
      int low = pattern[i++] & 0xFF;
      int high = low;
      if (i + 1 < to && pattern[i] == '-') {
        i++;
        if (pattern[i] == '\\' && i + 1 < to) {
          i++;
        }
        high = pattern[i++] & 0xFF;
      }
      found |= low <= (b & 0xFF) && (b & 0xFF) <= high;
    }
    return found != negated;
  }
}
