// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

/**
 * Knows a whole and sound record when it sees one, so that the bytes of such a record are looked at
 * once. For the thread of the {@link RecordReader}.
 */
public interface Recogniser {

  /**
   * Looks for a record that begins at a place.
   *
   * @param from where an opening brace stands
   * @param to where what is in memory ends
   * @param mayWrap whether an object with an array of records in it is none itself
   * @return the place behind the record; -1 when there is none
   */
  int end(byte[] bytes, int from, int to, boolean mayWrap);

  /** The place of the last line feed in the record that was found last; -1 without any. */
  int lastLineFeed();
}
