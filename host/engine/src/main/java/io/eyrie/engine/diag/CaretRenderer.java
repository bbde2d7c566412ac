// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import org.jspecify.annotations.Nullable;

/**
 * Writes a diagnostic for people: the summary, the line of the file with carets under the place,
 * and the hint. A long line is cut to a window around the place. Control characters are shown as
 * blanks, so that a file can't play with the reader's terminal.
 */
public final class CaretRenderer {
  private static final int WINDOW = 120;
  private static final int BEFORE = 60;

  private CaretRenderer() {}

  /** The diagnostic as text of two to four lines, the last one ended. */
  public static String render(Diagnostic diagnostic) {
    return render(diagnostic.summary(), diagnostic.span(), diagnostic.hint());
  }

  /**
   * The same for what is no diagnostic of rules but wants to look like one.
   *
   * @param span what to show; nothing is shown of a file when it is null
   */
  public static String render(String summary, @Nullable Span span, @Nullable String hint) {
    StringBuilder out = new StringBuilder(printable(summary)).append('\n');
    String line = span == null ? "" : span.source().lineText(span.line());
    if (span != null && !line.isBlank()) {
      snippet(out, span, line);
    }
    if (hint != null) {
      out.append("  hint: ").append(printable(hint)).append('\n');
    }
    return out.toString();
  }

  private static void snippet(StringBuilder out, Span span, String line) {
    int column = Math.min(span.column() - 1, line.length());
    int from = line.length() <= WINDOW ? 0 : Math.max(0, column - BEFORE);
    int to = Math.min(line.length(), from + WINDOW);
    String shown =
        (from > 0 ? "..." : "") + line.substring(from, to) + (to < line.length() ? "..." : "");
    String number = Integer.toString(span.line());
    out.append("  ").append(number).append(" | ").append(printable(shown)).append('\n');
    int carets = Math.clamp((long) span.end() - span.start(), 1, Math.max(1, to - column));
    out.append(" ".repeat(number.length() + 3))
        .append("| ")
        .append(" ".repeat(column - from + (from > 0 ? 3 : 0)))
        .append("^".repeat(carets))
        .append('\n');
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) ? ' ' : c);
    }
    return clean.toString();
  }
}
