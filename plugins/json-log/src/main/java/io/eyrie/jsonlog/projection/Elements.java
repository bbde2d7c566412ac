// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.Arrays;

/**
 * Where the values stand that a path through every element of an array leads to, in the order of
 * the record. Reused for each record; {@link Slots} turns a value into text.
 */
public final class Elements {

  private JsonKind[] kinds = new JsonKind[8];
  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private boolean[] escaped = new boolean[8];
  private int size;

  Elements() {}

  void clear() {
    size = 0;
  }

  void add(JsonKind kind, int start, int end, boolean escape) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      escaped = Arrays.copyOf(escaped, size * 2);
    }
    kinds[size] = kind;
    starts[size] = start;
    ends[size] = end;
    escaped[size] = escape;
    size++;
  }

  /** Drops the values that begin at that index of the record's array or behind it. */
  void cut(int from) {
    while (size > 0 && starts[size - 1] >= from) {
      size--;
    }
  }

  /** How many values there are, {@code null} included. */
  public int size() {
    return size;
  }

  /** What stands there; never {@link JsonKind#MISSING}. */
  public JsonKind kind(int index) {
    return kinds[index];
  }

  /** Whether the value is another one than {@code null}. */
  public boolean present(int index) {
    return kinds[index] != JsonKind.NULL;
  }

  /** The index in the record's array at which the value begins; of strings, behind the quote. */
  public int start(int index) {
    return starts[index];
  }

  /** The index behind the value; of strings, that of the closing quote. */
  public int end(int index) {
    return ends[index];
  }

  boolean escaped(int index) {
    return escaped[index];
  }

  /** Whether this value stands within the given one of another path's. */
  public boolean within(int index, Elements outer, int outerIndex) {
    return starts[index] >= outer.starts[outerIndex] && ends[index] <= outer.ends[outerIndex];
  }

  /** The first of these values, from an index on, that stands in the given one; -1 without any. */
  public int firstWithin(Elements outer, int outerIndex, int from) {
    for (int i = from; i < size; i++) {
      if (within(i, outer, outerIndex)) {
        return i;
      }
    }
    return -1;
  }
}
