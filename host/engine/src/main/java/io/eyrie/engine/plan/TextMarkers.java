// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.BytesIn;
import io.eyrie.engine.check.Matcher.Contains;
import io.eyrie.engine.check.Matcher.OfBytes;
import io.eyrie.engine.check.Matcher.PathBelow;
import io.eyrie.engine.check.Octets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers questions about texts and bytes. */
final class TextMarkers {
  private TextMarkers() {}

  static Marker bytes(List<Matcher> matchers) {
    Bits.Collector<Octets> bits = new Bits.Collector<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      for (Octets value : ((BytesIn) matchers.get(bit)).values()) {
        bits.add(value, bit);
      }
    }
    ByteTable table = new ByteTable(bits.finish());
    return (value, index, words, first) ->
        Bits.set(
            words, first, table.find(value.array(index), value.offset(index), value.length(index)));
  }

  static Marker prefixes(List<Matcher> matchers) {
    Map<Octets, int[]> keys = new HashMap<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      keys.put(((Matcher.Prefix) matchers.get(bit)).value(), new int[] {bit});
    }
    if (!ByteTrie.fits(keys.keySet())) {
      return singly(matchers);
    }
    ByteTrie trie = ByteTrie.prefixes(keys);
    return (value, index, words, first) ->
        trie.walk(value.array(index), value.offset(index), value.length(index), words, first);
  }

  static Marker suffixes(List<Matcher> matchers) {
    Map<Octets, int[]> keys = new HashMap<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      keys.put(((Matcher.Suffix) matchers.get(bit)).value(), new int[] {bit});
    }
    if (!ByteTrie.fits(keys.keySet())) {
      return singly(matchers);
    }
    ByteTrie trie = ByteTrie.suffixes(keys);
    return (value, index, words, first) ->
        trie.walkBack(value.array(index), value.offset(index), value.length(index), words, first);
  }

  static Marker occurrences(List<Matcher> matchers, boolean ignoreCase) {
    Map<Octets, int[]> keys = new HashMap<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      keys.put(((Contains) matchers.get(bit)).value(), new int[] {bit});
    }
    if (!ByteTrie.fits(keys.keySet())) {
      return singly(matchers);
    }
    ByteTrie trie = ByteTrie.occurrences(keys, ignoreCase);
    return (value, index, words, first) ->
        trie.scan(value.array(index), value.offset(index), value.length(index), words, first);
  }

  static Marker paths(List<Matcher> matchers) {
    Bits.Collector<Octets> bits = new Bits.Collector<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      for (Octets prefix : ((PathBelow) matchers.get(bit)).prefixes()) {
        bits.add(prefix, bit);
      }
    }
    PathTable table = new PathTable(bits.finish());
    return (value, index, words, first) ->
        table.walk(value.array(index), value.offset(index), value.length(index), words, first);
  }

  static Marker singly(List<Matcher> matchers) {
    OfBytes[] all = matchers.stream().map(OfBytes.class::cast).toArray(OfBytes[]::new);
    return (value, index, words, first) -> {
      for (int bit = 0; bit < all.length; bit++) {
        if (all[bit].matches(value.array(index), value.offset(index), value.length(index))) {
          words[first + (bit >> 6)] |= 1L << bit;
        }
      }
    };
  }
}
