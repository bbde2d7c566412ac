// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

/**
 * A piece of a rule file.
 *
 * @param source the file
 * @param start offset of the first character
 * @param end offset after the last character, at least {@code start}
 */
public record Span(SourceText source, int start, int end) {
  /** The line of the first character, from 1. */
  public int line() {
    return source.line(start);
  }

  /** The column of the first character, from 1. */
  public int column() {
    return source.column(start);
  }

  /** {@code file:line:column}. */
  public String place() {
    return source.name() + ":" + line() + ":" + column();
  }

  @Override
  public String toString() {
    return place();
  }
}
