// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** Gives the values of the event that is being judged. */
@FunctionalInterface
public interface Values {
  /** The value of a slot, perhaps absent. */
  Value value(int slot);
}
