// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.Arrays;

/**
 * A set of characters as sorted ranges that don't touch: from, to, from, to ... Immutable; the
 * array is not to be changed.
 */
final class CodePoints {
  private static final int LAST = Character.MAX_CODE_POINT;

  private final int[] ranges;

  private CodePoints(int[] ranges) {
    this.ranges = ranges;
  }

  int[] ranges() {
    return ranges;
  }

  static CodePoints of(int codePoint) {
    return new CodePoints(new int[] {codePoint, codePoint});
  }

  /** These ranges, in any order. */
  static CodePoints ofRanges(int... fromTo) {
    Integer[] order = new Integer[fromTo.length / 2];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Integer.compare(fromTo[2 * a], fromTo[2 * b]));
    int[] joined = new int[fromTo.length];
    int size = 0;
    for (int i : order) {
      int from = fromTo[2 * i];
      int to = fromTo[2 * i + 1];
      if (size > 0 && from <= joined[size - 1] + 1) {
        joined[size - 1] = Math.max(joined[size - 1], to);
      } else {
        joined[size++] = from;
        joined[size++] = to;
      }
    }
    return new CodePoints(Arrays.copyOf(joined, size));
  }

  /** All characters that are not in the set. */
  CodePoints complement() {
    int[] rest = new int[ranges.length + 2];
    int size = 0;
    int next = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (next < ranges[i]) {
        rest[size++] = next;
        rest[size++] = ranges[i] - 1;
      }
      next = ranges[i + 1] + 1;
    }
    if (next <= LAST) {
      rest[size++] = next;
      rest[size++] = LAST;
    }
    return new CodePoints(Arrays.copyOf(rest, size));
  }

  boolean contains(int codePoint) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] <= codePoint && codePoint <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodePoints set && Arrays.equals(ranges, set.ranges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranges);
  }
}
