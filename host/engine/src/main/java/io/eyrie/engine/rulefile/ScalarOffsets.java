// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import java.util.Arrays;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Finds where in the file each character of a YAML scalar stood. YAML folds lines, strips
 * indentation and resolves escapes, but keeps the order of what is not blank, so the value and the
 * raw text are walked side by side.
 */
final class ScalarOffsets {
  private ScalarOffsets() {}

  /**
   * The offset of each character of a value.
   *
   * @param raw the file
   * @param start offset of the scalar's first character, its quote or block indicator included
   * @param end offset after its last
   * @return for each character of the value its offset; {@code start} where the walk lost its way
   */
  static int[] of(String raw, int start, int end, ScalarStyle style, String value) {
    int at = start;
    if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
      while (at < end && raw.charAt(at) != '\n' && raw.charAt(at) != '\r') {
        at++;
      }
    } else if (style != ScalarStyle.PLAIN) {
      at++;
    }
    int[] offsets = new int[value.length()];
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (style == ScalarStyle.DOUBLE_QUOTED) {
        at = skipLineContinuations(raw, at, end);
      }
      if (isBlank(c) && !(at < end && raw.charAt(at) == c)) {
        boolean escape = style == ScalarStyle.DOUBLE_QUOTED && at < end && raw.charAt(at) == '\\';
        offsets[i] = Math.min(at, Math.max(start, end - 1));
        at = escape ? at + escapeLength(raw, at) : at;
        continue;
      }
      if (!isBlank(c)) {
        while (at < end && isBlank(raw.charAt(at))) {
          at++;
        }
      }
      if (at >= end) {
        Arrays.fill(offsets, i, offsets.length, start);
        return offsets;
      }
      offsets[i] = at;
      at += length(raw, at, style);
    }
    return offsets;
  }

  private static int skipLineContinuations(String raw, int from, int end) {
    int at = from;
    while (at + 1 < end && raw.charAt(at) == '\\' && isBreak(raw.charAt(at + 1))) {
      at += 2;
      while (at < end && isBlank(raw.charAt(at))) {
        at++;
      }
    }
    return at;
  }

  private static int length(String raw, int at, ScalarStyle style) {
    char c = raw.charAt(at);
    if (style == ScalarStyle.SINGLE_QUOTED && c == '\'') {
      return 2;
    }
    return style == ScalarStyle.DOUBLE_QUOTED && c == '\\' ? escapeLength(raw, at) : 1;
  }

  private static int escapeLength(String raw, int at) {
    char kind = at + 1 < raw.length() ? raw.charAt(at + 1) : ' ';
    return switch (kind) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || isBreak(c);
  }
}
