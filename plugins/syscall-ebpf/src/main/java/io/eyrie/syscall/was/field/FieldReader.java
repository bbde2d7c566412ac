// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;

/** Reads one field of the current event. */
@FunctionalInterface
interface FieldReader {

  /** Writes the value, or leaves the holder absent. */
  void read(CurrentEvent event, Value into);
}
