// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

/**
 * The rules that can match one event type, in their order, and how to find the few that are worth
 * looking at: those without an anchor, and those one of whose anchor bits is set. Immutable; the
 * arrays are not to be changed.
 */
public final class TypePlan {
  private final int[] rules;
  private final int[] programs;
  private final long[] always;
  private final int[] groups;
  private final long[][] behind;
  private final AnchorBits anchors;

  /**
   * @param rules the number of the rule at each position
   * @param programs the first step of each
   * @param groups those that hold anchors
   * @param behind for each of the groups a bitmap of the positions that wait behind it
   */
  TypePlan(
      int[] rules,
      int[] programs,
      long[] always,
      int[] groups,
      long[][] behind,
      AnchorBits anchors) {
    this.rules = rules;
    this.programs = programs;
    this.always = always;
    this.groups = groups;
    this.behind = behind;
    this.anchors = anchors;
  }

  /** The number in the index of the rule at a position. */
  public int rule(int position) {
    return rules[position];
  }

  /** The first step of what is left of the condition of the rule at a position. */
  public int program(int position) {
    return programs[position];
  }

  /** Bitmap of the positions that have no anchor; as long as one of all positions. */
  public long[] always() {
    return always;
  }

  /** The groups that hold anchors, cheap ones first. */
  public int[] groups() {
    return groups;
  }

  /** Bitmap of the positions that wait behind a bit of the group that stands at an index. */
  public long[] behind(int index) {
    return behind[index];
  }

  /** Which bits are anchors, and what waits behind them. */
  public AnchorBits anchors() {
    return anchors;
  }
}
