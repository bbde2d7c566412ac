// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Octets;
import java.util.Arrays;
import java.util.Map;

/** A hash table from byte strings to bits; open addressing, at most half full. */
final class ByteTable {
  private final int mask;
  private final int[] hashes;
  private final byte[][] keys;
  private final int[][] hits;

  ByteTable(Map<Octets, int[]> entries) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1);
    mask = capacity - 1;
    hashes = new int[capacity];
    keys = new byte[capacity][];
    hits = new int[capacity][];
    entries.forEach(this::put);
  }

  private void put(Octets key, int[] bits) {
    int hash = ByteHash.of(key.array(), 0, key.length());
    int at = hash & mask;
    while (keys[at] != null) {
      at = (at + 1) & mask;
    }
    keys[at] = key.array();
    hashes[at] = hash;
    hits[at] = bits;
  }

  /** The bits of a slice; empty when it is not in the table. */
  int[] find(byte[] array, int offset, int length) {
    int hash = ByteHash.of(array, offset, length);
    int at = hash & mask;
    byte[] key = keys[at];
    while (key != null) {
      if (hashes[at] == hash
          && key.length == length
          && Arrays.equals(array, offset, offset + length, key, 0, length)) {
        return hits[at];
      }
      at = (at + 1) & mask;
      key = keys[at];
    }
    return Bits.NONE;
  }
}
