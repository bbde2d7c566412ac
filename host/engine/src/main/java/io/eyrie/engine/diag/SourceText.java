// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.Arrays;
import java.util.Optional;

/**
 * The text of one rule file with its name, and the arithmetic of its lines. Immutable. Offsets are
 * in UTF-16 units from 0, lines and columns count from 1.
 */
public final class SourceText {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /** Takes the name as the operator should read it, usually the path as it was given. */
  public SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean end =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (end) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    this.lineStarts = Arrays.copyOf(starts, count);
  }

  /** The file's name. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The line of an offset, from 1. Offsets outside the text are taken as its start or end. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, Math.max(offset, 0));
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of an offset in its line, from 1. */
  public int column(int offset) {
    int inside = Math.clamp(offset, 0, text.length());
    return inside - lineStarts[line(inside) - 1] + 1;
  }

  /** How many lines there are, at least 1. */
  public int lineCount() {
    return lineStarts.length;
  }

  /** The offset of the first character of a line (from 1). */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** The text of a line (from 1) without its end. */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Where the first line begins that has more than so many characters, or empty. */
  public Optional<Span> lineLongerThan(int most) {
    for (int line = 1; line <= lineCount(); line++) {
      if (lineText(line).length() > most) {
        return Optional.of(span(lineStart(line), lineStart(line)));
      }
    }
    return Optional.empty();
  }

  /** The span from {@code start} (inclusive) to {@code end} (exclusive). */
  public Span span(int start, int end) {
    return new Span(this, start, Math.max(start, end));
  }

  @Override
  public String toString() {
    return name;
  }
}
