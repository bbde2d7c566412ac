// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.List;

/**
 * Names of bits or values, in the order in which a value is taken apart.
 *
 * @param name of the table
 * @param rows in that order
 */
public record FlagTable(String name, List<Row> rows) {

  /** Keeps the rows as they are. */
  public FlagTable {
    rows = List.copyOf(rows);
  }

  /** A name and its bits. */
  public record Row(String name, long value) {}
}
