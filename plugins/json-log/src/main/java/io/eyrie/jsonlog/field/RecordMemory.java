// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.jsonlog.projection.Slots;

/**
 * What a source remembers of earlier records for fields that count over time. One per instance; it
 * is shown every record before the rules are, and stays when the rules change. Bounded by whoever
 * implements it.
 */
public interface RecordMemory {

  /** Where the values stand that the memory looks at, as JSON pointers. */
  String[] pointers();

  /**
   * Looks at a record.
   *
   * @param at the slot of each of the {@link #pointers()}
   * @param timeNanos of the record, since the epoch
   */
  void observe(Slots slots, int[] at, long timeNanos);
}
