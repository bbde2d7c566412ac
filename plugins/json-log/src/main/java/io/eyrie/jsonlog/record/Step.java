// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

/** What {@link RecordReader#next()} came to. */
public enum Step {
  /** A range that may be a record. */
  RECORD,
  /** A record that is larger than the cap; it was skipped. */
  OVERSIZED,
  /** The end of the input, between records. */
  END,
  /** The end of the input inside a record or an array of records. */
  UNFINISHED
}
