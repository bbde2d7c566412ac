// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bits of an event's bitmap that are anchors, and the positions that wait behind each. With
 * each position stands one comparison that its condition can't do without, so that most are passed
 * over where they are found.
 */
public final class AnchorBits {
  private final int[] words;
  private final long[] masks;

  /** The number of the first anchor of each word. */
  private final int[] ranks;

  /** Of each anchor where its positions begin; those of the next one end them. */
  private final int[] begins;

  private final int[] positions;

  /** Of each position behind an anchor the word, mask and wanted bits of the comparison. */
  private final int[] comparedWords;

  private final long[] comparedMasks;
  private final long[] wanted;

  /**
   * @param waiting the positions behind each bit
   * @param needed what has to hold of each position
   */
  AnchorBits(SortedMap<Integer, List<Integer>> waiting, Comparison[] needed) {
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
    comparedWords = all.stream().mapToInt(position -> needed[position].word()).toArray();
    comparedMasks = all.stream().mapToLong(position -> needed[position].mask()).toArray();
    wanted = all.stream().mapToLong(position -> needed[position].want()).toArray();
  }

  /**
   * Adds to a bitmap the positions that wait behind the bits that are set, those aside of which it
   * is known already that they don't hold.
   *
   * @param bits the bitmap of the event
   * @param known which of its bits are answered
   */
  public void gather(long[] bits, long[] known, long[] into) {
    for (int i = 0; i < words.length; i++) {
      long mask = masks[i];
      long set = bits[words[i]] & mask;
      while (set != 0) {
        long lowest = set & -set;
        set ^= lowest;
        int rank = ranks[i] + Long.bitCount(mask & lowest - 1);
        int end = begins[rank + 1];
        for (int at = begins[rank]; at < end; at++) {
          int word = comparedWords[at];
          long wrong = (bits[word] ^ wanted[at]) & comparedMasks[at] & known[word];
          if (wrong == 0) {
            into[positions[at] >> 6] |= 1L << positions[at];
          }
        }
      }
    }
  }
}
