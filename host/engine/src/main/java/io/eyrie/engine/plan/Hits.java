// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of bits of an event's bitmap, each named by one number: that of its only bit, or the
 * complement of the place in a pool where the bits of a larger set stand behind their count.
 */
final class Hits {
  /** The name of the empty set. */
  static final int NONE = Integer.MIN_VALUE;

  private final int[] pool;

  private Hits(int[] pool) {
    this.pool = pool;
  }

  /** Sets the bits of a set. */
  void set(int hit, long[] words) {
    if (hit >= 0) {
      words[hit >> 6] |= 1L << hit;
    } else if (hit != NONE) {
      setAll(~hit, words);
    }
  }

  private void setAll(int at, long[] words) {
    int end = at + pool[at];
    for (int i = at + 1; i <= end; i++) {
      words[pool[i] >> 6] |= 1L << pool[i];
    }
  }

  /** Collects sets; equal ones have one name. */
  static final class Builder {
    private final Map<List<Integer>, Integer> names = new HashMap<>();
    private int[] pool = new int[16];
    private int size;

    /** The name of the set of these bits, which are sorted and each given once. */
    int name(List<Integer> bits) {
      return switch (bits.size()) {
        case 0 -> NONE;
        case 1 -> bits.getFirst();
        default -> {
          Integer known = names.get(bits);
          if (known != null) {
            yield known;
          }
          int name = ~size;
          names.put(List.copyOf(bits), name);
          add(bits.size());
          bits.forEach(this::add);
          yield name;
        }
      };
    }

    private void add(int number) {
      if (size == pool.length) {
        pool = Arrays.copyOf(pool, size * 2);
      }
      pool[size++] = number;
    }

    Hits build() {
      return new Hits(Arrays.copyOf(pool, size));
    }
  }
}
