// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

/**
 * One step of the way from a whole file to a problem. Positions count from 0.
 *
 * @param name the item's name, empty when it has none
 * @param origin the file, or in quotes the beginning of the condition that is meant
 * @param offset in UTF-16 units
 */
public record Location(
    ItemType type, String name, String origin, int line, int column, int offset) {
  static Location of(ItemType type, String name, Span span) {
    return new Location(
        type, name, span.source().name(), span.line() - 1, span.column() - 1, span.start());
  }
}
