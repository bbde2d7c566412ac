// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.state.Descriptor;

/** Reads one thing of a descriptor. */
@FunctionalInterface
interface OfDescriptor {

  /** Writes the value, or leaves the holder absent. */
  void read(Descriptor descriptor, Value into);

  /** Of the event's descriptor; absent when it is not known. */
  static FieldReader of(OfDescriptor reader) {
    return (current, into) -> {
      Descriptor descriptor = current.descriptor();
      if (descriptor != null) {
        reader.read(descriptor, into);
      }
    };
  }
}
