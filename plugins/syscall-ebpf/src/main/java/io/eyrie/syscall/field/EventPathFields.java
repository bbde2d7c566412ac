// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ParameterPaths;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.ParameterType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a call with a directory's descriptor names, made absolute: {@code evt.abspath}.
 */
final class EventPathFields {

  private static final int NONE = -1;
  private static final int OPEN_BY_HANDLE_AT = 337;

  private EventPathFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.withArgument(
            Field.of(
                    "evt.abspath",
                    FieldType.STRING,
                    "Absolute path of a call that names one by a directory's descriptor; of two,"
                        + " evt.abspath.src and evt.abspath.dst.")
                .withArgument(Argument.OPTIONAL_KEY)
                .withKeys(List.of("src", "dst")),
            argument -> new Path(indices(argument))));
  }

  private static int[] indices(@Nullable String argument) {
    int wanted = "dst".equals(argument) ? 1 : 0;
    if (argument != null && !argument.equals("src") && !argument.equals("dst")) {
      throw new IllegalArgumentException("evt.abspath takes src or dst, not '" + argument + "'");
    }
    int[] indices = new int[EventTable.size()];
    Arrays.fill(indices, NONE);
    for (EventRow row : EventTable.rows()) {
      int seen = 0;
      for (int i = 0; i < row.parameters().size(); i++) {
        if (row.parameter(i).type() == ParameterType.FSRELPATH && seen++ <= wanted) {
          indices[row.code()] = i;
        }
      }
    }
    indices[OPEN_BY_HANDLE_AT] = EventTable.row(OPEN_BY_HANDLE_AT).indexOf("path");
    return indices;
  }

  /** Joins one of the paths. */
  private static final class Path implements FieldReader {

    private final int[] indices;
    private final ParameterPaths paths = new ParameterPaths();
    private final Text text = new Text(256);

    Path(int[] indices) {
      this.indices = indices;
    }

    @Override
    public void read(CurrentEvent current, Value into) {
      Event event = current.event();
      int index = indices[event.code()];
      ThreadEntry thread = current.thread();
      if (index >= 0 && event.has(index) && thread != null) {
        paths.join(event, index, thread, text.clear());
        into.set(text.bytes(), 0, text.length());
      }
    }
  }
}
