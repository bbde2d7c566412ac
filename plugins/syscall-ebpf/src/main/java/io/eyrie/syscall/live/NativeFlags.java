// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.table.Columns;
import io.eyrie.syscall.table.FlagTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the kernel's value of a flag parameter into that of its table, for the tables that have
 * values of their own; read from {@code native.tsv} beside this class.
 */
final class NativeFlags {

  private static final Map<String, NativeFlags> BY_TABLE = read();

  private final boolean bits;
  private final long[] natives;
  private final long[] values;
  private final long otherwise;

  private NativeFlags(boolean bits, List<long[]> rows, long otherwise) {
    this.bits = bits;
    this.natives = rows.stream().mapToLong(row -> row[0]).toArray();
    this.values = rows.stream().mapToLong(row -> row[1]).toArray();
    this.otherwise = otherwise;
  }

  private static Map<String, NativeFlags> read() {
    Map<String, List<long[]>> rows = new LinkedHashMap<>();
    Map<String, Boolean> bits = new LinkedHashMap<>();
    Map<String, Long> otherwise = new LinkedHashMap<>();
    for (String[] columns : Columns.of(NativeFlags.class, "native.tsv")) {
      bits.put(columns[0], columns[1].equals("bits"));
      List<long[]> table = rows.computeIfAbsent(columns[0], _ -> new ArrayList<>());
      if (columns[4].equals("*")) {
        otherwise.put(columns[0], Long.parseLong(columns[3]));
      } else {
        table.add(new long[] {Long.parseLong(columns[4]), Long.parseLong(columns[3])});
      }
    }
    Map<String, NativeFlags> tables = new LinkedHashMap<>();
    rows.forEach((table, list) ->
        tables.put(
            table,
            new NativeFlags(
                bits.getOrDefault(table, false), list, otherwise.getOrDefault(table, 0L))));
    return tables;
  }

  /** That of a parameter's table; null when the table has the kernel's own values. */
  static @Nullable NativeFlags of(@Nullable FlagTable table) {
    return table == null ? null : BY_TABLE.get(table.name());
  }

  /** That of a table, which must be there. */
  static NativeFlags named(String table) {
    NativeFlags flags = BY_TABLE.get(table);
    if (flags == null) {
      throw new IllegalStateException("native.tsv: no table " + table);
    }
    return flags;
  }

  /** The table's value of a kernel's value. */
  long of(long value) {
    long result = bits ? 0 : otherwise;
    for (int i = 0; i < natives.length; i++) {
      if (bits) {
        if ((value & natives[i]) == natives[i]) {
          result |= values[i];
        }
      } else if (value == natives[i]) {
        return values[i];
      }
    }
    return result;
  }
}
