// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import io.eyrie.api.field.Value;
import java.util.Arrays;

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

  /** Whether the text begins with these bytes. */
  public boolean startsWith(byte[] prefix) {
    return length >= prefix.length
        && Arrays.equals(array, offset, offset + prefix.length, prefix, 0, prefix.length);
  }

  /** Whether the text ends with these bytes. */
  public boolean endsWith(byte[] suffix) {
    int end = offset + length;
    return length >= suffix.length
        && Arrays.equals(array, end - suffix.length, end, suffix, 0, suffix.length);
  }

  /** Writes the slice to a holder. */
  public void giveTo(Value into) {
    into.set(array, offset, length);
  }

  /** Adds the slice to a holder's list, which begins with it when there is none yet. */
  public void addTo(Value into) {
    if (!into.list()) {
      into.beginList();
    }
    into.add(array, offset, length);
  }
}
