// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.OfBytes;
import java.util.List;

/** Asks matchers of texts and bytes one after the other. */
final class SingleMarker extends Marker {
  private final OfBytes[] matchers;
  private final int firstBit;

  SingleMarker(List<Matcher> matchers, int firstBit) {
    this.matchers = matchers.stream().map(OfBytes.class::cast).toArray(OfBytes[]::new);
    this.firstBit = firstBit;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    byte[] array = value.array(index);
    int offset = value.offset(index);
    int length = value.length(index);
    int bit = firstBit;
    for (OfBytes matcher : matchers) {
      if (matcher.matches(array, offset, length)) {
        words[bit >> 6] |= 1L << bit;
      }
      bit++;
    }
  }
}
