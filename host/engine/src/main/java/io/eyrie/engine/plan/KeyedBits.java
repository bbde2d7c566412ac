// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a structure is built from: keys and, for each, the bits to be set where it is found. */
final class KeyedBits<K> {
  private final Map<K, List<Integer>> bits = new LinkedHashMap<>();

  /** Adds a bit to a key; the bits of one key come in ascending order. */
  void add(K key, int bit) {
    List<Integer> known = bits.computeIfAbsent(key, _ -> new ArrayList<>(2));
    if (known.isEmpty() || known.getLast() != bit) {
      known.add(bit);
    }
  }

  /** The keys with the names of their sets. */
  Map<K, Integer> names(Hits.Builder hits) {
    Map<K, Integer> named = new LinkedHashMap<>();
    bits.forEach((key, set) -> named.put(key, hits.name(set)));
    return named;
  }

  Iterable<K> keys() {
    return bits.keySet();
  }
}
