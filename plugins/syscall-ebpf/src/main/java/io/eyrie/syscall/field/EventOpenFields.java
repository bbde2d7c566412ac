// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import java.util.List;

/** How a file was opened: {@code evt.is_open_read} and its kin. */
final class EventOpenFields {

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int CREATE = 1 << 2;
  private static final int TEMPORARY = 1 << 13;
  private static final int CREATED = 1 << 14;
  private static final int EXECUTE = 0111;
  private static final int NONE = -1;

  private static final int[] FLAGS =
      parameter("flags", List.of("open", "openat", "openat2", "open_by_handle_at"));
  private static final int[] MODE = parameter("mode", List.of("open", "openat", "openat2"));
  private static final int[] CREAT_MODE = parameter("mode", List.of("creat"));

  private EventOpenFields() {}

  static List<FieldRow> rows() {
    return List.of(
        flag("evt.is_open_read", "Whether a file was opened for reading.", READ),
        flag("evt.is_open_write", "Whether a file was opened for writing.", WRITE),
        FieldRow.of(
            Field.of(
                "evt.is_open_exec",
                FieldType.BOOL,
                "Whether a file that may be executed was created by opening it."),
            EventOpenFields::executable),
        flag("evt.is_open_create", "Whether a file was created by opening it.", CREATED));
  }

  private static int[] parameter(String name, List<String> events) {
    int[] indices = new int[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      boolean opens = row.exit() && events.contains(row.name());
      indices[row.code()] = opens ? row.indexOf(name) : NONE;
    }
    return indices;
  }

  private static FieldRow flag(String name, String description, int flag) {
    return FieldRow.of(
        Field.of(name, FieldType.BOOL, description),
        (current, into) -> {
          Event event = current.event();
          int index = FLAGS[event.code()];
          into.set(index >= 0 && (event.unsigned(index) & flag) != 0);
        });
  }

  private static void executable(CurrentEvent current, Value into) {
    Event event = current.event();
    int flags = FLAGS[event.code()];
    int mode = CREAT_MODE[event.code()];
    if (flags >= 0 && (event.unsigned(flags) & (CREATE | TEMPORARY)) != 0) {
      mode = MODE[event.code()];
    }
    into.set(mode >= 0 && (event.unsigned(mode) & EXECUTE) != 0);
  }
}
