// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * Something of an event that has a value or none: a field, or what transformers make of fields.
 * Equal when it is the same for every event.
 */
public sealed interface Subject permits FieldUse, Derived {
  /** The type of its value, or of each value of its list. */
  FieldType type();

  /** Whether it has a list of values. */
  boolean list();

  /** As rules write it. */
  String text();

  /** The fields without each of which it has no value, in the order of writing. */
  default List<FieldUse> fields() {
    List<FieldUse> fields = new ArrayList<>();
    collect(fields);
    return List.copyOf(fields);
  }

  /** Adds the fields that it is made of. */
  void collect(List<FieldUse> into);
}
