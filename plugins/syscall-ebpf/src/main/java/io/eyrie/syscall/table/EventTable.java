// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import io.eyrie.syscall.table.EventRow.Category;
import io.eyrie.syscall.table.EventRow.Flag;
import io.eyrie.syscall.table.EventRow.FlagSet;
import io.eyrie.syscall.table.EventRow.Kind;
import io.eyrie.syscall.table.EventRow.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** All events by their code, read once from {@code events.tsv} beside this class. */
public final class EventTable {

  private static final EventRow[] ROWS = read();

  private EventTable() {}

  /** How many codes there are; larger ones come from newer programs. */
  public static int size() {
    return ROWS.length;
  }

  /**
   * The event of a code.
   *
   * @param code from 0 to {@link #size()} - 1
   */
  public static EventRow row(int code) {
    return ROWS[code];
  }

  /** All events in the order of their codes. */
  public static List<EventRow> rows() {
    return List.of(ROWS);
  }

  private static EventRow[] read() {
    Map<String, FlagTable> tables = FlagTables.read();
    List<EventRow> rows = new ArrayList<>();
    for (String[] columns : Columns.of("events.tsv")) {
      EventRow row = row(columns, tables);
      if (row.code() != rows.size()) {
        throw new IllegalStateException("events.tsv: code " + row.code() + " out of order");
      }
      rows.add(row);
    }
    return rows.toArray(EventRow[]::new);
  }

  private static EventRow row(String[] columns, Map<String, FlagTable> tables) {
    String[] category = columns[4].split("\\|", -1);
    return new EventRow(
        Integer.parseInt(columns[0]),
        columns[1],
        columns[2].equals("exit"),
        Status.valueOf(columns[3].toUpperCase(Locale.ROOT)),
        Category.valueOf(category[0]),
        category.length == 1 ? Kind.NONE : Kind.valueOf(category[1]),
        flags(columns.length > 5 ? columns[5] : ""),
        columns.length > 6 ? parameters(columns[6], tables) : List.of());
  }

  private static FlagSet flags(String names) {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (String name : names.split("\\|", -1)) {
      if (!name.isEmpty()) {
        flags.add(Flag.valueOf(name));
      }
    }
    return FlagSet.of(flags);
  }

  private static List<Parameter> parameters(String texts, Map<String, FlagTable> tables) {
    List<Parameter> parameters = new ArrayList<>();
    for (String text : texts.split(" ", -1)) {
      String[] parts = text.split(":", -1);
      String last = parts.length > 3 ? parts[3] : "";
      parameters.add(
          new Parameter(
              parts[0],
              ParameterType.of(parts[1]),
              Parameter.Format.valueOf(parts[2].toUpperCase(Locale.ROOT)),
              tables.get(last),
              last.startsWith("dirfd=") ? Integer.parseInt(last.substring(6)) : -1));
    }
    return parameters;
  }
}
