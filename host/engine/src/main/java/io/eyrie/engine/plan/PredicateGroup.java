// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.BytesIn;
import io.eyrie.engine.check.Matcher.Contains;
import io.eyrie.engine.check.Matcher.DecimalBetween;
import io.eyrie.engine.check.Matcher.DecimalIn;
import io.eyrie.engine.check.Matcher.InNetworks;
import io.eyrie.engine.check.Matcher.NumberBetween;
import io.eyrie.engine.check.Matcher.NumberIn;
import io.eyrie.engine.check.Matcher.OfBytes;
import io.eyrie.engine.check.Matcher.PathBelow;
import io.eyrie.engine.check.Network;
import io.eyrie.engine.check.Octets;
import io.eyrie.engine.check.Predicate.Quantifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All predicates of one kind on one field: answers them together, one bit each. Immutable.
 *
 * <p>A group owns the words from {@link #firstWord()} on of the bitmap of an event. {@link #mark}
 * is called once per event at most, with these words zero, for a value that is there.
 */
public final class PredicateGroup {
  /** How the predicates of a group are answered, from the cheapest to the dearest. */
  enum Kind {
    EXISTS(1),
    NUMBERS(2),
    RANGES(3),
    BYTES(4),
    NETWORKS(5),
    PREFIXES(6),
    SUFFIXES(6),
    PATHS(8),
    DECIMALS(8),
    OCCURRENCES(20),
    OCCURRENCES_ANY_CASE(20),
    SINGLE(20),
    REGEX(200);

    private final int cost;

    Kind(int cost) {
      this.cost = cost;
    }

    /** A rough figure to order work by. */
    int cost() {
      return cost;
    }

    static Kind of(Matcher matcher) {
      return switch (matcher) {
        case Matcher.Exists _ -> EXISTS;
        case NumberIn _ -> NUMBERS;
        case NumberBetween _ -> RANGES;
        case DecimalIn _, DecimalBetween _ -> DECIMALS;
        case BytesIn _ -> BYTES;
        case Matcher.Prefix _ -> PREFIXES;
        case Matcher.Suffix _ -> SUFFIXES;
        case Contains contains -> contains.ignoreCase() ? OCCURRENCES_ANY_CASE : OCCURRENCES;
        case PathBelow _ -> PATHS;
        case InNetworks _ -> NETWORKS;
        case Matcher.RegexMatch _ -> REGEX;
        case Matcher.GlobMatch _, Matcher.PathGlob _, Matcher.BytesOrdered _ -> SINGLE;
      };
    }

    /** Whether each predicate is a group of its own, so that it is only answered when asked. */
    boolean alone() {
      return this == SINGLE || this == REGEX;
    }
  }

  /** Answers for one value of the field. */
  private interface Marker {
    void mark(Value value, int index, long[] words, int firstWord);
  }

  private final FieldUse field;
  private final int slot;
  private final Kind kind;
  private final int firstWord;
  private final int wordCount;
  private final Quantifier quantifier;
  private final Marker marker;

  PredicateGroup(
      FieldUse field,
      int slot,
      Kind kind,
      Quantifier quantifier,
      int firstWord,
      List<Matcher> matchers) {
    this.field = field;
    this.slot = slot;
    this.kind = kind;
    this.quantifier = quantifier;
    this.firstWord = firstWord;
    this.wordCount = (matchers.size() + 63) / 64;
    this.marker = marker(kind, matchers);
  }

  /** The field whose value is asked. */
  public FieldUse field() {
    return field;
  }

  /** The position of the field among those of the index. */
  public int slot() {
    return slot;
  }

  /** Its first word in the bitmap of an event. */
  public int firstWord() {
    return firstWord;
  }

  /** How many words it has. */
  public int wordCount() {
    return wordCount;
  }

  int cost() {
    return kind.cost();
  }

  /**
   * Sets the bits of the predicates that say yes to a present value.
   *
   * @param scratch at least {@link #wordCount()} words, of any content
   */
  public void mark(Value value, long[] words, long[] scratch) {
    if (quantifier == Quantifier.ONE) {
      if (kind == Kind.EXISTS || value.size() > 0) {
        marker.mark(value, 0, words, firstWord);
      }
    } else if (quantifier == Quantifier.SOME) {
      for (int i = 0; i < value.size(); i++) {
        marker.mark(value, i, words, firstWord);
      }
    } else {
      markEach(value, words, scratch);
    }
  }

  private void markEach(Value value, long[] words, long[] scratch) {
    for (int i = 0; i < value.size(); i++) {
      if (i == 0) {
        marker.mark(value, 0, words, firstWord);
        continue;
      }
      Arrays.fill(scratch, 0, wordCount, 0);
      marker.mark(value, i, scratch, 0);
      for (int w = 0; w < wordCount; w++) {
        words[firstWord + w] &= scratch[w];
      }
    }
  }

  private static Marker marker(Kind kind, List<Matcher> matchers) {
    return switch (kind) {
      case EXISTS -> (_, _, words, first) -> words[first] |= 1;
      case NUMBERS -> numbers(matchers);
      case RANGES -> ranges(matchers);
      case DECIMALS -> decimals(matchers);
      case BYTES -> bytes(matchers);
      case NETWORKS -> networks(matchers);
      case PREFIXES -> prefixes(matchers);
      case SUFFIXES -> suffixes(matchers);
      case OCCURRENCES -> occurrences(matchers, false);
      case OCCURRENCES_ANY_CASE -> occurrences(matchers, true);
      case PATHS -> paths(matchers);
      case SINGLE, REGEX -> singly(matchers);
    };
  }

  private static Marker numbers(List<Matcher> matchers) {
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
  private static Marker ranges(List<Matcher> matchers) {
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

  private static Marker decimals(List<Matcher> matchers) {
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

  private static Marker bytes(List<Matcher> matchers) {
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

  private static Marker networks(List<Matcher> matchers) {
    Bits.Collector<Network> four = new Bits.Collector<>();
    Bits.Collector<Network> six = new Bits.Collector<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      for (Network network : ((InNetworks) matchers.get(bit)).networks()) {
        (network.address().length() == 4 ? four : six).add(network, bit);
      }
    }
    NetworkTrie v4 = new NetworkTrie(four.finish());
    NetworkTrie v6 = new NetworkTrie(six.finish());
    return (value, index, words, first) -> {
      int length = value.length(index);
      if (length == 4) {
        v4.walk(value.array(index), value.offset(index), 4, words, first);
      } else if (length == 16) {
        v6.walk(value.array(index), value.offset(index), 16, words, first);
      }
    };
  }

  private static Marker prefixes(List<Matcher> matchers) {
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

  private static Marker suffixes(List<Matcher> matchers) {
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

  private static Marker occurrences(List<Matcher> matchers, boolean ignoreCase) {
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

  private static Marker paths(List<Matcher> matchers) {
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

  private static Marker singly(List<Matcher> matchers) {
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
