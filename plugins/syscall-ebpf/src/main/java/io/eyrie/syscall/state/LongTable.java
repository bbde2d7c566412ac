// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from numbers (process ids, descriptors, users) to values that boxes nothing, with one mark
 * per entry for its user's purposes.
 *
 * <p>Open addressing with linear probing; a removal moves the following entries back, so there are
 * no tombstones and the cost does not grow with churn. Grows at three quarters full, never shrinks
 * below what it had. Not safe for several threads.
 *
 * @param <V> the type of the values
 */
final class LongTable<V> {

  private static final int SMALLEST = 8;

  private long[] keys;
  private @Nullable Object[] values;
  private boolean[] marks;
  private int size;

  LongTable() {
    this(SMALLEST);
  }

  private LongTable(int capacity) {
    keys = new long[capacity];
    values = new @Nullable Object[capacity];
    marks = new boolean[capacity];
  }

  /** A table with the same entries, marks and values. */
  LongTable<V> copy() {
    LongTable<V> copy = new LongTable<>(keys.length);
    System.arraycopy(keys, 0, copy.keys, 0, keys.length);
    System.arraycopy(values, 0, copy.values, 0, keys.length);
    System.arraycopy(marks, 0, copy.marks, 0, keys.length);
    copy.size = size;
    return copy;
  }

  int size() {
    return size;
  }

  @Nullable V get(long key) {
    return valueAt(slotOf(key));
  }

  /** Puts a value, unmarked; gives what was there. */
  @Nullable V put(long key, V value) {
    int slot = slotOf(key);
    V before = valueAt(slot);
    if (before == null) {
      if ((size + 1) * 4 > keys.length * 3) {
        grow();
        slot = slotOf(key);
      }
      keys[slot] = key;
      size++;
    }
    values[slot] = value;
    marks[slot] = false;
    return before;
  }

  /** Removes an entry; gives what was there. */
  @Nullable V remove(long key) {
    int slot = slotOf(key);
    V removed = valueAt(slot);
    if (removed != null) {
      free(slot);
    }
    return removed;
  }

  /** All values, in no order. */
  void each(Consumer<V> taker) {
    for (int slot = 0; slot < keys.length; slot++) {
      V value = valueAt(slot);
      if (value != null) {
        taker.accept(value);
      }
    }
  }

  void clear() {
    Arrays.fill(values, null);
    Arrays.fill(marks, false);
    size = 0;
  }

  /** Sets the mark of an entry, when there is one. */
  void mark(long key, boolean mark) {
    int slot = slotOf(key);
    if (values[slot] != null) {
      marks[slot] = mark;
    }
  }

  /** How many slots there are; entries lie in some of them. */
  int slots() {
    return keys.length;
  }

  /** The value in a slot, or null when it is free. */
  @SuppressWarnings("unchecked") // only put writes values
  @Nullable V valueAt(int slot) {
    return (V) values[slot];
  }

  long keyAt(int slot) {
    return keys[slot];
  }

  boolean markAt(int slot) {
    return marks[slot];
  }

  void markAt(int slot, boolean mark) {
    marks[slot] = mark;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  int slotOf(long key) {
    int mask = keys.length - 1;
    int slot = home(key, mask);
    while (values[slot] != null && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static int home(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void free(int freed) {
    int mask = keys.length - 1;
    int hole = freed;
    int slot = hole;
    size--;
    while (true) {
      values[hole] = null;
      marks[hole] = false;
      int home;
      do {
        slot = slot + 1 & mask;
        if (values[slot] == null) {
          return;
        }
        home = home(keys[slot], mask);
        // An entry stays where it is when its home lies behind the hole.
      } while (hole <= slot ? hole < home && home <= slot : hole < home || home <= slot);
      keys[hole] = keys[slot];
      values[hole] = values[slot];
      marks[hole] = marks[slot];
      hole = slot;
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    boolean[] oldMarks = marks;
    keys = new long[oldKeys.length * 2];
    values = new @Nullable Object[keys.length];
    marks = new boolean[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
        marks[slot] = oldMarks[i];
      }
    }
  }
}
