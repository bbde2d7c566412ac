// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import java.util.function.Predicate;

/**
 * A pattern of a shell for a whole text: {@code *} is any characters, slashes too, {@code ?} is
 * one, {@code [a-z]} and {@code [!a-z]} one of some, a backslash takes the next character as it is.
 */
final class Glob implements Predicate<String> {

  private final String pattern;

  private Glob(String pattern) {
    this.pattern = pattern;
  }

  static Glob of(String pattern) {
    return new Glob(pattern);
  }

  /** Goes back to the last star only, so that the time is bounded by the product of the lengths. */
  @Override
  public boolean test(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int from = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = t;
        continue;
      }
      int next = p < pattern.length() ? matched(p, text.charAt(t)) : -1;
      if (next >= 0) {
        p = next;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on when the character fits what stands here, or -1. */
  private int matched(int at, char c) {
    char wanted = pattern.charAt(at);
    if (wanted == '?') {
      return at + 1;
    }
    if (wanted == '\\' && at + 1 < pattern.length()) {
      return pattern.charAt(at + 1) == c ? at + 2 : -1;
    }
    int end = wanted == '[' ? end(at) : -1;
    if (end < 0) {
      return wanted == c ? at + 1 : -1;
    }
    int i = at + 1;
    boolean not = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
    boolean in = false;
    for (i = not ? i + 1 : i; i < end; i++) {
      char low = pattern.charAt(i);
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        in |= low <= c && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        in |= low == c;
      }
    }
    return in == not ? -1 : end + 1;
  }

  /** Where the brackets that open here are closed, or -1: then they are a character like others. */
  private int end(int open) {
    int from = open + 1;
    if (from < pattern.length() && (pattern.charAt(from) == '!' || pattern.charAt(from) == '^')) {
      from++;
    }
    return pattern.indexOf(']', from + 1);
  }
}
