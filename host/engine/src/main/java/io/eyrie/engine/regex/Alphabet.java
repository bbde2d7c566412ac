// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.TreeSet;

/**
 * The characters in classes: those of one class are in the same sets of a pattern, so that a table
 * needs one column for all of them. Immutable.
 */
final class Alphabet {
  private static final int ASCII = 128;

  /** The first character of each class. */
  private final int[] starts;

  private final short[] ascii = new short[ASCII];

  Alphabet(Collection<CodePoints> sets) {
    TreeSet<Integer> cuts = new TreeSet<>();
    cuts.add(0);
    for (CodePoints set : sets) {
      int[] ranges = set.ranges();
      for (int i = 0; i < ranges.length; i += 2) {
        cuts.add(ranges[i]);
        if (ranges[i + 1] < Character.MAX_CODE_POINT) {
          cuts.add(ranges[i + 1] + 1);
        }
      }
    }
    starts = cuts.stream().mapToInt(Integer::intValue).toArray();
    for (int c = 0; c < ASCII; c++) {
      ascii[c] = (short) search(c);
    }
  }

  /** How many classes there are. */
  int size() {
    return starts.length;
  }

  private int search(int codePoint) {
    int found = Arrays.binarySearch(starts, codePoint);
    return found >= 0 ? found : -found - 2;
  }

  /** The class of a character. */
  int classOf(int codePoint) {
    return codePoint < ASCII ? ascii[codePoint] : search(codePoint);
  }

  /** The classes that make up a set. */
  BitSet classes(CodePoints set) {
    BitSet classes = new BitSet(starts.length);
    for (int i = 0; i < starts.length; i++) {
      classes.set(i, set.contains(starts[i]));
    }
    return classes;
  }
}
