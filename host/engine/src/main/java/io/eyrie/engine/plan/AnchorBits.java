// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bits of an event's bitmap that are anchors, and the positions that wait behind each. */
public final class AnchorBits {
  private final int[] words;
  private final long[] masks;

  /** The number of the first anchor of each word. */
  private final int[] ranks;

  /** Of each anchor where its positions begin; those of the next one end them. */
  private final int[] begins;

  private final int[] positions;

  AnchorBits(SortedMap<Integer, List<Integer>> waiting) {
    Map<Integer, Long> byWord = new TreeMap<>();
    waiting.keySet().forEach(bit -> byWord.merge(bit >> 6, 1L << bit, (a, b) -> a | b));
    words = byWord.keySet().stream().mapToInt(Integer::intValue).toArray();
    masks = byWord.values().stream().mapToLong(Long::longValue).toArray();
    ranks = new int[words.length];
    for (int i = 1; i < words.length; i++) {
      ranks[i] = ranks[i - 1] + Long.bitCount(masks[i - 1]);
    }
    begins = new int[waiting.size() + 1];
    List<Integer> all = new ArrayList<>();
    int rank = 0;
    for (List<Integer> behind : waiting.values()) {
      all.addAll(behind);
      begins[++rank] = all.size();
    }
    positions = all.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Adds to a bitmap the positions that wait behind the bits that are set.
   *
   * @return whether there is any
   */
  public boolean gather(long[] bits, long[] into) {
    boolean any = false;
    for (int i = 0; i < words.length; i++) {
      long mask = masks[i];
      long set = bits[words[i]] & mask;
      while (set != 0) {
        long lowest = set & -set;
        set ^= lowest;
        any = true;
        int rank = ranks[i] + Long.bitCount(mask & lowest - 1);
        int end = begins[rank + 1];
        for (int at = begins[rank]; at < end; at++) {
          into[positions[at] >> 6] |= 1L << positions[at];
        }
      }
    }
    return any;
  }
}
