// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.DecimalBetween;
import io.eyrie.engine.check.Matcher.DecimalIn;
import io.eyrie.engine.check.Matcher.NumberBetween;
import io.eyrie.engine.check.Matcher.NumberIn;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Answers questions about numbers. */
final class NumberMarkers {
  private NumberMarkers() {}

  static Marker numbers(List<Matcher> matchers) {
    Bits.Collector<Long> bits = new Bits.Collector<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      for (long value : ((NumberIn) matchers.get(bit)).values()) {
        bits.add(value, bit);
      }
    }
    NumberTable table = new NumberTable(bits.finish());
    return (value, index, words, first) -> Bits.set(words, first, table.find(value.number(index)));
  }

  /**
   * Cuts the numbers at the ends of all intervals; between two cuts the answer is the same.
   * Unsigned numbers are shifted by 2^63, which turns their order into the signed one.
   */
  static Marker ranges(List<Matcher> matchers) {
    long flip = ((NumberBetween) matchers.getFirst()).unsigned() ? Long.MIN_VALUE : 0;
    TreeSet<Long> starts = new TreeSet<>();
    starts.add(Long.MIN_VALUE);
    for (Matcher matcher : matchers) {
      NumberBetween between = (NumberBetween) matcher;
      starts.add(between.low() ^ flip);
      if ((between.high() ^ flip) != Long.MAX_VALUE) {
        starts.add((between.high() ^ flip) + 1);
      }
    }
    long[] cuts = starts.stream().mapToLong(Long::longValue).toArray();
    int[][] hits = new int[cuts.length][];
    for (int i = 0; i < cuts.length; i++) {
      long sample = cuts[i] ^ flip;
      hits[i] =
          java.util.stream.IntStream.range(0, matchers.size())
              .filter(bit -> ((NumberBetween) matchers.get(bit)).matches(sample))
              .toArray();
    }
    return (value, index, words, first) -> {
      int at = Arrays.binarySearch(cuts, value.number(index) ^ flip);
      Bits.set(words, first, hits[at >= 0 ? at : -at - 2]);
    };
  }

  static Marker decimals(List<Matcher> matchers) {
    Matcher[] all = matchers.toArray(Matcher[]::new);
    return (value, index, words, first) -> {
      double number = value.decimal(index);
      for (int bit = 0; bit < all.length; bit++) {
        boolean yes =
            switch (all[bit]) {
              case DecimalIn in -> in.matches(number);
              case DecimalBetween between -> between.matches(number);
              default -> false;
            };
        if (yes) {
          words[first + (bit >> 6)] |= 1L << bit;
        }
      }
    };
  }
}
