// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.util.Arrays;

/** The brackets that are open at a place of a JSON text, however deep. */
final class Brackets {

  /** The kinds of them, a bit each: 1 is an object. */
  private long[] kinds = new long[4];

  private int depth;

  void clear() {
    depth = 0;
  }

  /** How many are open. */
  int depth() {
    return depth;
  }

  void open(boolean object) {
    int word = depth >> 6;
    if (word == kinds.length) {
      kinds = Arrays.copyOf(kinds, word * 2);
    }
    long bit = 1L << depth;
    kinds[word] = object ? kinds[word] | bit : kinds[word] & ~bit;
    depth++;
  }

  /** Whether the bracket of this level, from 1, is an object's. */
  boolean object(int level) {
    return (kinds[level - 1 >> 6] >>> (level - 1) & 1) != 0;
  }

  /** Closes the innermost bracket of that kind and all within; true when it was the outermost. */
  boolean close(boolean object) {
    int level = depth;
    while (level > 0 && object(level) != object) {
      level--;
    }
    if (level == 0) {
      return false;
    }
    depth = level - 1;
    return depth == 0;
  }
}
