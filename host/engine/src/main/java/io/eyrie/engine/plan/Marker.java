// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import java.util.List;

/** Answers all predicates of a group for one value of a subject. A class, since calls are hot. */
abstract class Marker {
  /** Sets the bits of those that say yes. */
  abstract void mark(Value value, int index, long[] words);

  /**
   * The structure that answers these matchers, all of which are of the kind.
   *
   * @param firstBit the bit of the first; those of the others follow
   */
  static Marker of(GroupKind kind, List<Matcher> matchers, int firstBit) {
    return switch (kind) {
      case EXISTS -> new PresenceMarker(firstBit);
      case NUMBERS -> NumberTable.of(matchers, firstBit);
      case RANGES -> RangeTable.of(matchers, firstBit);
      case DECIMALS -> new DecimalMarker(matchers, firstBit);
      case BYTES -> ByteTable.of(matchers, firstBit);
      case NETWORKS -> NetworkTrie.of(matchers, firstBit);
      case PREFIXES, SUFFIXES, PATHS -> RadixTree.of(kind, matchers, firstBit);
      case OCCURRENCES, OCCURRENCES_ANY_CASE -> OccurrenceTable.of(kind, matchers, firstBit);
      case SINGLE, REGEX -> new SingleMarker(matchers, firstBit);
      case PAIR -> throw new IllegalArgumentException("a pair is answered with its other side");
    };
  }
}
