// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Octets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Tells how far a search for many keys may jump ahead: the shift table of Wu and Manber (1994). A
 * window as long as the shortest key is looked at by its last two bytes; when these stand nowhere
 * in the first bytes of the keys, no key begins in the window but at its last byte.
 *
 * <p>Of each byte five bits count, which letters of either case share. That two pairs fall together
 * only makes jumps shorter.
 */
final class SkipTable {
  /** Below this a step of an automaton is cheaper than a jump. */
  private static final int SHORTEST = 4;

  private static final int LONGEST = Byte.MAX_VALUE;

  private final int window;
  private final byte[] shifts = new byte[1 << 10];

  private SkipTable(Collection<Octets> keys, int window) {
    this.window = window;
    Arrays.fill(shifts, (byte) (window - 1));
    for (Octets key : keys) {
      byte[] bytes = key.array();
      for (int i = 1; i < window; i++) {
        int pair = pair(bytes[i - 1], bytes[i]);
        shifts[pair] = (byte) Math.min(shifts[pair], window - 1 - i);
      }
    }
  }

  /** The table of these keys, or null when it would not pay. */
  static @Nullable SkipTable of(Collection<Octets> keys) {
    int shortest = keys.stream().mapToInt(Octets::length).min().orElse(0);
    return shortest < SHORTEST ? null : new SkipTable(keys, Math.min(shortest, LONGEST));
  }

  private static int pair(byte first, byte second) {
    return (first & 31) << 5 | second & 31;
  }

  /** The next place where a key may begin; the end when there is none. */
  int next(byte[] array, int from, int end) {
    int at = from + window - 1;
    while (at < end) {
      int shift = shifts[pair(array[at - 1], array[at])];
      if (shift == 0) {
        return at - window + 1;
      }
      at += shift;
    }
    return end;
  }
}
