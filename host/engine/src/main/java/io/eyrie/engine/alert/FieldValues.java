// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.field.Value;

/** Gives the values of one event to a template. */
public interface FieldValues {
  /** The value of the template's field of that position in {@link Template#fields()}. */
  Value value(int field);

  /** When the event happened, nanoseconds since the epoch. */
  long timeNanos();
}
