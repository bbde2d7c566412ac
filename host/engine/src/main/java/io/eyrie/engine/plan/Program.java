// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Arrays;

/**
 * What is left of a condition: steps that each compare some bits of one word with wanted ones and
 * say where to go on. Flat arrays, no recursion. Immutable.
 */
public final class Program {
  /** The condition holds. */
  public static final int TRUE = -1;

  /** The condition does not hold. */
  public static final int FALSE = -2;

  private final int start;
  private final int[] groups;
  private final int[] words;
  private final long[] masks;
  private final long[] wanted;
  private final int[] onEqual;
  private final int[] onOther;

  private Program(Builder builder, int start) {
    this.start = start;
    int n = builder.size;
    this.groups = Arrays.copyOf(builder.groups, n);
    this.words = Arrays.copyOf(builder.words, n);
    this.masks = Arrays.copyOf(builder.masks, n);
    this.wanted = Arrays.copyOf(builder.wanted, n);
    this.onEqual = Arrays.copyOf(builder.onEqual, n);
    this.onOther = Arrays.copyOf(builder.onOther, n);
  }

  /** The first step, or {@link #TRUE} or {@link #FALSE}. */
  public int start() {
    return start;
  }

  /** The group whose bits the step needs. */
  public int group(int step) {
    return groups[step];
  }

  /** Where to go on from a step whose group was answered. */
  public int next(int step, long[] bits) {
    return (bits[words[step]] & masks[step]) == wanted[step] ? onEqual[step] : onOther[step];
  }

  /** How many steps there are. */
  public int size() {
    return groups.length;
  }

  /** Steps are added from the last to the first, so that each knows where it leads. */
  static final class Builder {
    private int size;
    private int[] groups = new int[8];
    private int[] words = new int[8];
    private long[] masks = new long[8];
    private long[] wanted = new long[8];
    private int[] onEqual = new int[8];
    private int[] onOther = new int[8];

    int add(int group, int word, long mask, long want, int equal, int other) {
      if (size == groups.length) {
        int capacity = size * 2;
        groups = Arrays.copyOf(groups, capacity);
        words = Arrays.copyOf(words, capacity);
        masks = Arrays.copyOf(masks, capacity);
        wanted = Arrays.copyOf(wanted, capacity);
        onEqual = Arrays.copyOf(onEqual, capacity);
        onOther = Arrays.copyOf(onOther, capacity);
      }
      groups[size] = group;
      words[size] = word;
      masks[size] = mask;
      wanted[size] = want;
      onEqual[size] = equal;
      onOther[size] = other;
      return size++;
    }

    Program build(int start) {
      return new Program(this, start);
    }
  }
}
