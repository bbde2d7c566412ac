// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.Slots;

/**
 * Makes the value of a field from what stands at its paths in the current record.
 *
 * <p>Runs per event: it should allocate nothing.
 */
@FunctionalInterface
public interface Computation {

  /**
   * Writes the value, or leaves the holder untouched when the record has none.
   *
   * @param slots the values of the record
   * @param at the slot of each of the field's paths, in their order
   * @param into an absent holder
   */
  void compute(Slots slots, int[] at, Value into);
}
