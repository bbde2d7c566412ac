// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.DecimalBetween;
import io.eyrie.engine.check.Matcher.DecimalIn;
import java.util.List;

/** Asks matchers of decimal numbers one after the other; rules hardly have any. */
final class DecimalMarker extends Marker {
  private final Matcher[] matchers;
  private final int firstBit;

  DecimalMarker(List<Matcher> matchers, int firstBit) {
    this.matchers = matchers.toArray(Matcher[]::new);
    this.firstBit = firstBit;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    double number = value.decimal(index);
    int bit = firstBit;
    for (Matcher matcher : matchers) {
      boolean yes =
          switch (matcher) {
            case DecimalIn in -> in.matches(number);
            case DecimalBetween between -> between.matches(number);
            default -> false;
          };
      if (yes) {
        words[bit >> 6] |= 1L << bit;
      }
      bit++;
    }
  }
}
