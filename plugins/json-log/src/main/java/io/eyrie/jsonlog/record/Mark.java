// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

/**
 * A place between two records of an input, and what a reader must know to go on from there.
 *
 * @param offset bytes before it, of the decompressed stream
 * @param line the number of its line, from 1
 * @param within what the next record stands in
 * @param lines whether the input has shown itself to have a record per line
 * @param headLength how many of the first bytes the checksum covers; of an input that was only
 *     begun, more than were read
 * @param headChecksum CRC-32C of the first bytes: tells whether an input is still the same one
 */
public record Mark(
    long offset, long line, Within within, boolean lines, int headLength, int headChecksum) {

  /** Before the first byte of any input. */
  public static final Mark BEGIN = new Mark(0, 1, Within.TOP, false, 0, 0);

  /** Checks the ranges. */
  public Mark {
    if (offset < 0 || line < 1 || headLength < 0) {
      throw new IllegalArgumentException("no mark: offset " + offset + ", line " + line);
    }
  }

  /** What records stand in. */
  public enum Within {
    /** Nothing. */
    TOP,
    /** An array. */
    ARRAY,
    /** An array that is a member of an object. */
    WRAPPED_ARRAY,
    /** The object behind its array of records: only its end is still to come. */
    WRAPPER
  }
}
