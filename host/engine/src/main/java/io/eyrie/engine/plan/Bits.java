// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Sets of bits of a group, held sparsely: most values concern few predicates. */
final class Bits {
  static final int[] NONE = {};

  private Bits() {}

  static void set(long[] words, int firstWord, int[] bits) {
    for (int bit : bits) {
      words[firstWord + (bit >> 6)] |= 1L << bit;
    }
  }

  /** Collects bits per key; equal sets end as one array. */
  static final class Collector<K> {
    private final Map<K, TreeSet<Integer>> bits = new HashMap<>();

    void add(K key, int bit) {
      bits.computeIfAbsent(key, _ -> new TreeSet<>()).add(bit);
    }

    Map<K, int[]> finish() {
      Map<List<Integer>, int[]> shared = new HashMap<>();
      Map<K, int[]> result = new HashMap<>();
      bits.forEach((key, set) ->
          result.put(
              key,
              shared.computeIfAbsent(
                  List.copyOf(set), list -> list.stream().mapToInt(Integer::intValue).toArray())));
      return result;
    }
  }

  static int[] union(int[] a, int[] b) {
    if (a.length == 0) {
      return b;
    }
    if (b.length == 0) {
      return a;
    }
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return Arrays.stream(both).sorted().distinct().toArray();
  }
}
