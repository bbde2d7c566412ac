// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Parameter;
import io.eyrie.syscall.table.ParameterType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each event has the parameter of a name, looked up once when rules are bound. */
final class EventParameters {

  /** The event has none of that name. */
  static final int NONE = -1;

  private EventParameters() {}

  /** The index of a parameter by the code of the event. */
  static int[] named(String name) {
    int[] indices = new int[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      indices[row.code()] = row.indexOf(name);
    }
    return indices;
  }

  /** The same index for each event that has so many parameters. */
  static int[] at(int position) {
    int[] indices = new int[EventTable.size()];
    Arrays.fill(indices, NONE);
    for (EventRow row : EventTable.rows()) {
      if (position < row.parameters().size()) {
        indices[row.code()] = position;
      }
    }
    return indices;
  }

  /** The type of each parameter by its name, as the first event has it that names it. */
  static Map<String, ParameterType> types() {
    Map<String, ParameterType> types = new LinkedHashMap<>();
    for (EventRow row : EventTable.rows()) {
      for (Parameter parameter : row.parameters()) {
        types.putIfAbsent(parameter.name(), parameter.type());
      }
    }
    return types;
  }

  /** How numbers of each parameter are printed, by its name, as for {@link #types()}. */
  static Map<String, Parameter.Format> formats() {
    Map<String, Parameter.Format> formats = new LinkedHashMap<>();
    for (EventRow row : EventTable.rows()) {
      for (Parameter parameter : row.parameters()) {
        formats.putIfAbsent(parameter.name(), parameter.format());
      }
    }
    return formats;
  }
}
