// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import java.util.List;

/** Answers all predicates of a group for one value of a subject. */
@FunctionalInterface
interface Marker {
  /** Sets the bits of those that say yes. */
  void mark(Value value, int index, long[] words, int firstWord);

  /** The structure that answers these matchers, all of which are of the kind. */
  static Marker of(GroupKind kind, List<Matcher> matchers) {
    return switch (kind) {
      case EXISTS -> (_, _, words, first) -> words[first] |= 1;
      case NUMBERS -> NumberMarkers.numbers(matchers);
      case RANGES -> NumberMarkers.ranges(matchers);
      case DECIMALS -> NumberMarkers.decimals(matchers);
      case BYTES -> TextMarkers.bytes(matchers);
      case NETWORKS -> AddressMarkers.networks(matchers);
      case PREFIXES -> TextMarkers.prefixes(matchers);
      case SUFFIXES -> TextMarkers.suffixes(matchers);
      case OCCURRENCES -> TextMarkers.occurrences(matchers, false);
      case OCCURRENCES_ANY_CASE -> TextMarkers.occurrences(matchers, true);
      case PATHS -> TextMarkers.paths(matchers);
      case SINGLE, REGEX -> TextMarkers.singly(matchers);
      case PAIR -> throw new IllegalArgumentException("a pair is answered with its other side");
    };
  }
}
