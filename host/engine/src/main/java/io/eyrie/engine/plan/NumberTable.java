// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.NumberIn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A hash table from numbers to bits; open addressing, at most half full. */
final class NumberTable extends Marker {
  private final int mask;
  private final long[] keys;
  private final int[] hits;
  private final Hits sets;

  private NumberTable(Map<Long, Integer> entries, Hits sets) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1);
    this.mask = capacity - 1;
    this.keys = new long[capacity];
    this.hits = new int[capacity];
    this.sets = sets;
    Arrays.fill(hits, Hits.NONE);
    entries.forEach(this::put);
  }

  static NumberTable of(List<Matcher> matchers, int firstBit) {
    KeyedBits<Long> bits = new KeyedBits<>();
    for (int i = 0; i < matchers.size(); i++) {
      for (long value : ((NumberIn) matchers.get(i)).values()) {
        bits.add(value, firstBit + i);
      }
    }
    Hits.Builder sets = new Hits.Builder();
    Map<Long, Integer> entries = bits.names(sets);
    return new NumberTable(entries, sets.build());
  }

  private void put(long key, int hit) {
    int at = ByteWords.hash(key) & mask;
    while (hits[at] != Hits.NONE) {
      at = (at + 1) & mask;
    }
    keys[at] = key;
    hits[at] = hit;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    long key = value.number(index);
    int at = ByteWords.hash(key) & mask;
    while (hits[at] != Hits.NONE) {
      if (keys[at] == key) {
        sets.set(hits[at], words);
        return;
      }
      at = (at + 1) & mask;
    }
  }
}
