// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A field: its declaration and how it is read. A field is declared by having a row, so none is
 * declared that is not extracted.
 *
 * @param field the declaration
 * @param readers makes a reader for each (field, argument) that rules use
 */
record FieldRow(Field field, Readers readers) {

  /** A field without argument whose reader keeps nothing. */
  static FieldRow of(Field field, FieldReader reader) {
    return new FieldRow(field, _ -> reader);
  }

  /** A field without argument whose reader has memory of its own. */
  static FieldRow made(Field field, Supplier<FieldReader> reader) {
    return new FieldRow(field, _ -> reader.get());
  }

  /** A field whose reader depends on the argument. */
  static FieldRow withArgument(Field field, Readers readers) {
    return new FieldRow(field, readers);
  }

  /** Makes readers. */
  @FunctionalInterface
  interface Readers {

    /**
     * A reader of its own.
     *
     * @param argument the text in the brackets, of the form that the field declares, or null when
     *     none was given
     */
    FieldReader of(@Nullable String argument);
  }
}
