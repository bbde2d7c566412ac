// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Arrays;

/**
 * What is left of the conditions of all rules: steps that each compare some bits of one word of an
 * event's bitmap with wanted ones and say where to go on. All in one array, no recursion.
 * Immutable.
 */
public final class Programs {
  /** The condition holds. */
  public static final int TRUE = -1;

  /** The condition does not hold. */
  public static final int FALSE = -2;

  /** A step: the mask, the wanted bits, the word, and the steps to go on with. */
  private static final int WIDTH = 4;

  private final long[] code;

  private Programs(long[] code) {
    this.code = code;
  }

  /** The bits that a step compares. */
  public long mask(int step) {
    return code[step];
  }

  /** What these bits should be. */
  public long wanted(int step) {
    return code[step + 1];
  }

  /** The word that they are in. */
  public int word(int step) {
    return (int) code[step + 2];
  }

  /** Where to go on when the bits are as wanted: a step, {@link #TRUE} or {@link #FALSE}. */
  public int onEqual(int step) {
    return (int) (code[step + 3] >> 32);
  }

  /** Where to go on when they are not. */
  public int onOther(int step) {
    return (int) code[step + 3];
  }

  /** Steps are added from the last to the first, so that each knows where it leads. */
  static final class Builder {
    private long[] code = new long[64];
    private int size;

    int add(int word, long mask, long want, int equal, int other) {
      if (size == code.length) {
        code = Arrays.copyOf(code, size * 2);
      }
      code[size] = mask;
      code[size + 1] = want;
      code[size + 2] = word;
      code[size + 3] = (long) equal << 32 | other & 0xFFFFFFFFL;
      size += WIDTH;
      return size - WIDTH;
    }

    Programs build() {
      return new Programs(Arrays.copyOf(code, size));
    }
  }
}
