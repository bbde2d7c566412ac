// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds all keys that occur within a text: the automaton of Aho and Corasick (1975) as a table of
 * states by classes of bytes. While nothing has begun, a {@link SkipTable} jumps over what can't
 * begin a key, which leaves the time linear.
 */
final class OccurrenceTable extends Marker {
  /** Entries of the table beyond which predicates are asked singly. */
  private static final long LARGEST = 4_000_000;

  private final ByteClasses classes;
  private final int width;
  private final Hits sets;
  private final @Nullable SkipTable skips;

  /**
   * A row for each state: for each class twice the place of the next row, plus one when something
   * is found there; then the state of the longest key that is a suffix.
   */
  private int[] next;

  private int[] hits;

  /** Of each state the longest of its proper suffixes that is a key; 0 for none. */
  private int[] shorter = {};

  private int states = 1;

  private OccurrenceTable(
      ByteClasses classes, Map<Octets, Integer> keys, Hits sets, @Nullable SkipTable skips) {
    this.classes = classes;
    this.width = classes.count() + 1;
    this.sets = sets;
    this.skips = skips;
    this.next = new int[width * 16];
    this.hits = new int[16];
    Arrays.fill(hits, Hits.NONE);
    keys.forEach((key, hit) -> add(key.array(), hit));
    next = Arrays.copyOf(next, states * width);
    hits = Arrays.copyOf(hits, states);
    link();
  }

  static Marker of(GroupKind kind, List<Matcher> matchers, int firstBit) {
    boolean ignoreCase = kind == GroupKind.OCCURRENCES_ANY_CASE;
    KeyedBits<Octets> bits = new KeyedBits<>();
    for (int i = 0; i < matchers.size(); i++) {
      bits.add(((Matcher.Contains) matchers.get(i)).value(), firstBit + i);
    }
    ByteClasses classes = new ByteClasses(bits.keys(), ignoreCase);
    long states = 1;
    for (Octets key : bits.keys()) {
      states += key.length();
    }
    if (!classes.complete() || states * (classes.count() + 1) > LARGEST) {
      return new SingleMarker(matchers, firstBit);
    }
    Hits.Builder sets = new Hits.Builder();
    Map<Octets, Integer> keys = bits.names(sets);
    return new OccurrenceTable(classes, keys, sets.build(), SkipTable.of(keys.keySet()));
  }

  /** While the table is built, it holds the numbers of states. */
  private void add(byte[] key, int hit) {
    int state = 0;
    for (byte b : key) {
      int at = state * width + classes.of(b);
      if (next[at] == 0) {
        if (states == hits.length) {
          hits = Arrays.copyOf(hits, states * 2);
          Arrays.fill(hits, states, states * 2, Hits.NONE);
          next = Arrays.copyOf(next, width * states * 2);
        }
        next[at] = states++;
      }
      state = next[at];
    }
    hits[state] = hit;
  }

  /**
   * Breadth first: what a state lacks it takes over from the state of its longest proper suffix.
   */
  private void link() {
    int[] found = new int[states];
    int[] fail = new int[states];
    int[] queue = new int[states];
    int head = 0;
    int tail = 0;
    shorter = new int[states];
    for (int c = 0; c < width - 1; c++) {
      if (next[c] != 0) {
        queue[tail++] = next[c];
      }
    }
    while (head < tail) {
      int state = queue[head++];
      shorter[state] = found[fail[state]];
      found[state] = hits[state] == Hits.NONE ? shorter[state] : state;
      for (int c = 0; c < width - 1; c++) {
        int child = next[state * width + c];
        int other = next[fail[state] * width + c];
        if (child == 0) {
          next[state * width + c] = other;
        } else {
          fail[child] = other;
          queue[tail++] = child;
        }
      }
    }
    for (int state = 0; state < states; state++) {
      for (int c = 0; c < width - 1; c++) {
        int target = next[state * width + c];
        next[state * width + c] = target * width << 1 | (found[target] != 0 ? 1 : 0);
      }
      next[state * width + width - 1] = found[state];
    }
  }

  @Override
  void mark(Value value, int index, long[] words) {
    // A key without bytes is the root's.
    sets.set(hits[0], words);
    byte[] array = value.array(index);
    int at = value.offset(index);
    int end = at + value.length(index);
    int row = 0;
    while (at < end) {
      if (row == 0 && skips != null) {
        at = skips.next(array, at, end);
        if (at == end) {
          return;
        }
      }
      int entry = next[row + classes.of(array[at++])];
      row = entry >>> 1;
      if ((entry & 1) != 0) {
        for (int key = next[row + width - 1]; key != 0; key = shorter[key]) {
          sets.set(hits[key], words);
        }
      }
    }
  }
}
