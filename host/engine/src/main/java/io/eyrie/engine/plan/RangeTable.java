// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.NumberBetween;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the intervals that a number lies in. The numbers are cut at the ends of all intervals;
 * between two cuts the answer is the same. Unsigned numbers are shifted by 2^63, which turns their
 * order into the signed one.
 */
final class RangeTable extends Marker {
  private final long flip;
  private final long[] cuts;
  private final int[] hits;
  private final Hits sets;

  private RangeTable(long flip, long[] cuts, int[] hits, Hits sets) {
    this.flip = flip;
    this.cuts = cuts;
    this.hits = hits;
    this.sets = sets;
  }

  static RangeTable of(List<Matcher> matchers, int firstBit) {
    List<NumberBetween> all = matchers.stream().map(NumberBetween.class::cast).toList();
    long flip = all.getFirst().unsigned() ? Long.MIN_VALUE : 0;
    TreeSet<Long> starts = new TreeSet<>();
    starts.add(Long.MIN_VALUE);
    for (NumberBetween between : all) {
      starts.add(between.low() ^ flip);
      if ((between.high() ^ flip) != Long.MAX_VALUE) {
        starts.add((between.high() ^ flip) + 1);
      }
    }
    long[] cuts = starts.stream().mapToLong(Long::longValue).toArray();
    Hits.Builder sets = new Hits.Builder();
    int[] hits = new int[cuts.length];
    for (int i = 0; i < cuts.length; i++) {
      List<Integer> bits = new ArrayList<>();
      for (int m = 0; m < all.size(); m++) {
        if (all.get(m).matches(cuts[i] ^ flip)) {
          bits.add(firstBit + m);
        }
      }
      hits[i] = sets.name(bits);
    }
    return new RangeTable(flip, cuts, hits, sets.build());
  }

  @Override
  void mark(Value value, int index, long[] words) {
    int at = Arrays.binarySearch(cuts, value.number(index) ^ flip);
    sets.set(hits[at >= 0 ? at : -at - 2], words);
  }
}
