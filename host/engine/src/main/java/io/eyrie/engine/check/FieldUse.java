// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Field;
import org.jspecify.annotations.Nullable;

/**
 * A field with the argument that a rule gives it.
 *
 * @param argument null when none is given
 * @param engine which of the engine's fields it is, null for a field of the source
 */
public record FieldUse(Field field, @Nullable String argument, @Nullable EventField engine) {
  /** The name with its argument, as rules write it. */
  public String text() {
    return argument == null ? field.name() : field.name() + "[" + argument + "]";
  }

  @Override
  public String toString() {
    return text();
  }
}
