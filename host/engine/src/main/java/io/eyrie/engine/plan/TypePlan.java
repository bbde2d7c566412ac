// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

/**
 * The rules that can match one event type, in their order, and how to find the few that are worth
 * looking at: those without an anchor, and those one of whose anchor bits is set. Immutable; the
 * arrays are not to be changed.
 */
public final class TypePlan {
  private final int[] rules;
  private final Program[] programs;
  private final long[] always;
  private final Anchors[] anchors;

  TypePlan(int[] rules, Program[] programs, long[] always, Anchors[] anchors) {
    this.rules = rules;
    this.programs = programs;
    this.always = always;
    this.anchors = anchors;
  }

  /** The number in the index of the rule at a position. */
  public int rule(int position) {
    return rules[position];
  }

  /** What is left of the condition of the rule at a position. */
  public Program program(int position) {
    return programs[position];
  }

  /** Bitmap of the positions that have no anchor; as long as one of all positions. */
  public long[] always() {
    return always;
  }

  /** The groups that hold anchors. */
  public Anchors[] anchors() {
    return anchors;
  }

  /** The anchors in one group. */
  public static final class Anchors {
    private final int group;
    private final long[] masks;
    private final int[][] positions;
    private final long[] all;

    Anchors(int group, long[] masks, int[][] positions, long[] all) {
      this.group = group;
      this.masks = masks;
      this.positions = positions;
      this.all = all;
    }

    /** The group. */
    public int group() {
      return group;
    }

    /** For each word of the group the bits that are anchors. */
    public long[] masks() {
      return masks;
    }

    /** The positions that wait behind a bit of the group, empty for bits that are no anchors. */
    public int[] positions(int bit) {
      return positions[bit];
    }

    /** Bitmap of all positions that wait behind some bit of the group. */
    public long[] all() {
      return all;
    }
  }
}
