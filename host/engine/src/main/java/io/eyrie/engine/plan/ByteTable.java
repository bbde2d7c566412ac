// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.BytesIn;
import io.eyrie.engine.check.Octets;
import java.util.List;
import java.util.Map;

/**
 * A hash table from byte strings to bits; open addressing, at most half full. What belongs to an
 * entry stands together, and the keys one behind the other, so that a search touches one line of
 * memory when there is nothing to be found and hardly more than two otherwise.
 */
final class ByteTable extends Marker {
  /** Of each slot: hash, where the key begins, its length (-1: the slot is free), its bits. */
  private static final int WIDTH = 4;

  private final int mask;
  private final int[] slots;
  private final byte[] keys;
  private final Hits sets;

  private ByteTable(Map<Octets, Integer> entries, Hits sets) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1);
    this.mask = capacity - 1;
    this.slots = new int[capacity * WIDTH];
    this.keys = new byte[entries.keySet().stream().mapToInt(Octets::length).sum()];
    this.sets = sets;
    for (int slot = 0; slot < capacity; slot++) {
      slots[slot * WIDTH + 2] = -1;
    }
    int end = 0;
    for (Map.Entry<Octets, Integer> entry : entries.entrySet()) {
      byte[] key = entry.getKey().array();
      System.arraycopy(key, 0, keys, end, key.length);
      put(end, key.length, entry.getValue());
      end += key.length;
    }
  }

  static ByteTable of(List<Matcher> matchers, int firstBit) {
    KeyedBits<Octets> bits = new KeyedBits<>();
    for (int i = 0; i < matchers.size(); i++) {
      for (Octets value : ((BytesIn) matchers.get(i)).values()) {
        bits.add(value, firstBit + i);
      }
    }
    Hits.Builder sets = new Hits.Builder();
    Map<Octets, Integer> entries = bits.names(sets);
    return new ByteTable(entries, sets.build());
  }

  private void put(int begin, int length, int hit) {
    int hash = ByteWords.hash(keys, begin, length);
    int slot = hash & mask;
    while (slots[slot * WIDTH + 2] >= 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot * WIDTH] = hash;
    slots[slot * WIDTH + 1] = begin;
    slots[slot * WIDTH + 2] = length;
    slots[slot * WIDTH + 3] = hit;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    byte[] array = value.array(index);
    int offset = value.offset(index);
    int length = value.length(index);
    int hash = ByteWords.hash(array, offset, length);
    int slot = hash & mask;
    while (true) {
      int at = slot * WIDTH;
      int known = slots[at + 2];
      if (known < 0) {
        return;
      }
      if (slots[at] == hash
          && known == length
          && ByteWords.equal(array, offset, keys, slots[at + 1], length)) {
        sets.set(slots[at + 3], words);
        return;
      }
      slot = (slot + 1) & mask;
    }
  }
}
