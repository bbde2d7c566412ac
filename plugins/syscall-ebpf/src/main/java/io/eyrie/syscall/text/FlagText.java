// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.table.FlagTable;
import java.util.List;

/** Writes the names of bits and values, joined by bars. */
final class FlagText {

  private FlagText() {}

  /** The names of the bits of a value; a name that covers several bits comes before theirs. */
  static void flags(FlagTable table, long value, Text to) {
    long left = value;
    int start = to.length();
    List<FlagTable.Row> rows = table.rows();
    for (int i = 0; i < rows.size(); i++) {
      FlagTable.Row row = rows.get(i);
      if (covers(row.value(), left, value)) {
        name(row, start, to);
        left &= ~row.value();
        if (row.value() == value) {
          return;
        }
      }
    }
  }

  /** As {@link #flags}, but a name of the whole value ends it, whatever came before. */
  static void mode(FlagTable table, long value, Text to) {
    long left = value;
    int start = to.length();
    List<FlagTable.Row> rows = table.rows();
    for (int i = 0; i < rows.size(); i++) {
      FlagTable.Row row = rows.get(i);
      if (row.value() == value) {
        name(row, start, to);
        return;
      }
      if (covers(row.value(), left, value)) {
        name(row, start, to);
        left &= ~row.value();
      }
    }
  }

  /** All names of a value. */
  static void names(FlagTable table, long value, Text to) {
    int start = to.length();
    List<FlagTable.Row> rows = table.rows();
    for (int i = 0; i < rows.size(); i++) {
      FlagTable.Row row = rows.get(i);
      if (row.value() == value) {
        name(row, start, to);
      }
    }
  }

  private static boolean covers(long row, long left, long value) {
    return row == 0 ? value == 0 : (left & row) == row;
  }

  private static void name(FlagTable.Row row, int start, Text to) {
    if (to.length() > start) {
      to.append('|');
    }
    to.append(row.name());
  }
}
