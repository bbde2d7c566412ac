// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as a table of states by classes of characters. Matches whole texts in UTF-8, one step
 * per character, without allocating. Immutable.
 */
public final class RegexTable {
  /** How many entries of two bytes a table may have. */
  private static final int LARGEST = 32_000;

  /** How many classes of characters a table may tell apart. */
  private static final int WIDEST = 1_000;

  /** How many steps may be spent on making a table. */
  private static final long MOST_WORK = 3_000_000;

  private static final int NOWHERE = -1;

  private final Alphabet alphabet;
  private final int width;
  private final short[] next;
  private final boolean[] accepting;

  /** What a text is to a pattern. */
  public enum Answer {
    /** It matches. */
    YES,
    /** It does not match. */
    NO,
    /** It has bytes that are no UTF-8 where it matters, and was not looked at further. */
    NOT_UTF8
  }

  private RegexTable(Alphabet alphabet, short[] next, boolean[] accepting) {
    this.alphabet = alphabet;
    this.width = alphabet.size();
    this.next = next;
    this.accepting = accepting;
  }

  /**
   * The table of a pattern of POSIX syntax; null when it would be too large, or when the pattern
   * holds what is not read here.
   */
  public static @Nullable RegexTable of(String pattern) {
    return of(pattern, new RegexBudget());
  }

  /** The same; null too when the budget does not allow it. */
  public static @Nullable RegexTable of(String pattern, RegexBudget budget) {
    RegexNode node = budget.spent() ? null : RegexParser.parse(pattern);
    Nfa nfa = node == null ? null : Nfa.of(node);
    if (nfa == null) {
      return null;
    }
    Alphabet alphabet = new Alphabet(nfa.sets());
    if (alphabet.size() > WIDEST) {
      return null;
    }
    Builder builder = new Builder(nfa, alphabet);
    RegexTable table = builder.build();
    long size = table == null ? 0 : table.next.length;
    return budget.spend(builder.work, size) ? table : null;
  }

  /** Whether the whole slice matches. */
  public Answer match(byte[] array, int offset, int length) {
    int state = 0;
    int end = offset + length;
    int at = offset;
    while (at < end) {
      int codePoint = array[at];
      if (codePoint >= 0) {
        at++;
      } else {
        int size = Utf8.length(array, at, end);
        if (size == 0) {
          return Answer.NOT_UTF8;
        }
        codePoint = Utf8.codePoint(array, at, size);
        at += size;
      }
      state = next[state * width + alphabet.classOf(codePoint)];
      if (state == NOWHERE) {
        return Answer.NO;
      }
    }
    return accepting[state] ? Answer.YES : Answer.NO;
  }

  /** Works out which sets of states of an automaton can be reached, each becoming one state. */
  private static final class Builder {
    private final Nfa nfa;
    private final Alphabet alphabet;
    private final BitSet[] columns;
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> sets = new ArrayList<>();
    private long work;

    private Builder(Nfa nfa, Alphabet alphabet) {
      this.nfa = nfa;
      this.alphabet = alphabet;
      this.columns = new BitSet[nfa.size()];
      for (int state = 0; state < columns.length; state++) {
        CodePoints read = nfa.reads(state);
        columns[state] = read == null ? new BitSet() : alphabet.classes(read);
      }
    }

    private @Nullable RegexTable build() {
      int width = alphabet.size();
      // The state of the beginning is never come back to, so '^' needs no more than this.
      sets.add(nfa.begin());
      short[] next = new short[width * 8];
      for (int state = 0; state < sets.size(); state++) {
        if ((state + 1) * width > next.length) {
          next = Arrays.copyOf(next, next.length * 2);
        }
        for (int column = 0; column < width; column++) {
          next[state * width + column] = (short) step(sets.get(state), column);
        }
        if ((long) sets.size() * width > LARGEST || work > MOST_WORK) {
          return null;
        }
      }
      boolean[] accepting = new boolean[sets.size()];
      for (int state = 0; state < accepting.length; state++) {
        accepting[state] = nfa.accepts(sets.get(state), state == 0);
      }
      return new RegexTable(alphabet, Arrays.copyOf(next, sets.size() * width), accepting);
    }

    private int step(BitSet states, int column) {
      BitSet moved = new BitSet();
      for (int s = states.nextSetBit(0); s >= 0; s = states.nextSetBit(s + 1)) {
        work++;
        if (columns[s].get(column)) {
          moved.set(nfa.next(s));
        }
      }
      if (moved.isEmpty()) {
        return NOWHERE;
      }
      BitSet reached = nfa.after(moved);
      work += reached.cardinality();
      return numbers.computeIfAbsent(
          reached,
          added -> {
            sets.add(added);
            return sets.size() - 1;
          });
    }
  }
}
