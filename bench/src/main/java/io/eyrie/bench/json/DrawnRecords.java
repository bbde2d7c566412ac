// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

/** Draws the records of one source, in the shapes that its provider writes. */
@FunctionalInterface
interface DrawnRecords {

  /**
   * The next record.
   *
   * @param number of the record, from 0
   */
  String record(Draw draw, int number);
}
