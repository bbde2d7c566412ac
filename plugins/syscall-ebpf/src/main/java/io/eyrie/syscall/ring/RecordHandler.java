// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.lang.foreign.MemorySegment;

/** Takes the records of a ring, one after the other. */
@FunctionalInterface
public interface RecordHandler {

  /**
   * Takes a record; its bytes are valid until the call returns.
   *
   * @param data the mapped data of the ring
   * @param offset where the record begins
   * @param length its length
   * @param position where it stands in everything that was ever written to the ring; never the same
   *     twice
   */
  void record(MemorySegment data, long offset, int length, long position);
}
