// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import io.eyrie.api.field.Value;

/**
 * A view of bytes, reused: it holds until the next slice is asked of the same {@link Slots}. The
 * bytes under it stay unchanged until the next record.
 */
public final class Slice {

  private byte[] array = {};
  private int offset;
  private int length;

  Slice() {}

  Slice of(byte[] bytes, int from, int count) {
    array = bytes;
    offset = from;
    length = count;
    return this;
  }

  /** The bytes; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Where the slice begins. */
  public int offset() {
    return offset;
  }

  /** How many bytes it has. */
  public int length() {
    return length;
  }

  /** Writes the slice to a holder. */
  public void giveTo(Value into) {
    into.set(array, offset, length);
  }

  /** Adds the slice to a holder's list. */
  public void addTo(Value into) {
    into.add(array, offset, length);
  }
}
