// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of an event.
 *
 * @param name as in {@code evt.arg.NAME}
 * @param type how it is encoded
 * @param format how numbers are printed
 * @param flags the names of its bits or values, or the table that selects the form of a {@link
 *     ParameterType#DYN}
 * @param directory of a {@link ParameterType#FSRELPATH}: the index of the parameter with the
 *     directory's descriptor; else -1
 */
public record Parameter(
    String name, ParameterType type, Format format, @Nullable FlagTable flags, int directory) {

  /** How numbers are printed. */
  public enum Format {
    NA,
    DEC,
    HEX,
    OCT
  }
}
