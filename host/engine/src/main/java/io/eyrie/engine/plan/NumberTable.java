// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Map;

/** A hash table from numbers to bits; open addressing, at most half full. */
final class NumberTable {
  private final int mask;
  private final long[] keys;
  private final int[][] hits;

  NumberTable(Map<Long, int[]> entries) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1);
    mask = capacity - 1;
    keys = new long[capacity];
    hits = new int[capacity][];
    entries.forEach(this::put);
  }

  private void put(long key, int[] bits) {
    int at = ByteHash.of(key) & mask;
    while (hits[at] != null) {
      at = (at + 1) & mask;
    }
    keys[at] = key;
    hits[at] = bits;
  }

  int[] find(long key) {
    int at = ByteHash.of(key) & mask;
    while (hits[at] != null) {
      if (keys[at] == key) {
        return hits[at];
      }
      at = (at + 1) & mask;
    }
    return Bits.NONE;
  }
}
