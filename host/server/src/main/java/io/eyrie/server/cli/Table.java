// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines up columns of text; the last column is as long as it likes. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(List.of(titles));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** All lines, each ended, with this many blanks before them. */
  String render(int indent) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], printable(row.get(i)).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ".repeat(indent));
      for (int i = 0; i < columns; i++) {
        String cell = printable(row.get(i));
        line.append(cell);
        if (i + 1 < columns) {
          line.append(" ".repeat(widths[i] - cell.length() + 2));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String printable(String cell) {
    StringBuilder clean = new StringBuilder(cell.length());
    cell.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString();
  }
}
