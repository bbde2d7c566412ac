// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import org.jspecify.annotations.Nullable;

/** Writes the values of fields for people. */
public final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  /** The value on one line, cut to 120 characters; {@code (absent)} where there is none. */
  public static String value(@Nullable Object value) {
    if (value == null) {
      return "(absent)";
    }
    String text = value instanceof String s && s.isEmpty() ? "''" : String.valueOf(value);
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return text.codePointCount(0, text.length()) > LONGEST
        ? clean.append("...").toString()
        : clean.toString();
  }
}
