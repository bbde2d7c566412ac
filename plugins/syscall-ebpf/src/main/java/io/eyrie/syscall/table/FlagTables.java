// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables of flags by their names, from {@code flags.tsv} beside this class. */
final class FlagTables {

  /** The selectors of dynamic parameters; what they select is told by the type alone. */
  private static final List<String> DYNAMIC =
      List.of(
          "sockopt_dynamic_param",
          "ptrace_dynamic_param",
          "bpf_dynamic_param",
          "keyctl_dynamic_param");

  private FlagTables() {}

  static Map<String, FlagTable> read() {
    Map<String, List<FlagTable.Row>> rows = new LinkedHashMap<>();
    for (String[] columns : Columns.of("flags.tsv")) {
      rows.computeIfAbsent(columns[0], _ -> new ArrayList<>())
          .add(new FlagTable.Row(columns[1], Long.parseLong(columns[2])));
    }
    Map<String, FlagTable> tables = new LinkedHashMap<>();
    rows.forEach((name, list) -> tables.put(name, new FlagTable(name, list)));
    DYNAMIC.forEach(name -> tables.put(name, new FlagTable(name, List.of())));
    return tables;
  }
}
