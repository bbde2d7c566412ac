// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.cost;

import java.util.List;

/**
 * What rules cost over recorded events. Times are nanoseconds per event, of the fastest of several
 * rounds over the events on the tape, and each contains what the measuring itself takes.
 *
 * @param events how many events were counted
 * @param timed how many of them, the first ones, were timed
 * @param measuringNanos what a round takes per event without any rule
 * @param togetherNanos what all active rules take together, as the host judges them
 * @param rules the rules, the dearest first
 * @param comparisons the distinct comparisons, the dearest first
 */
public record CostReport(
    long events,
    int timed,
    double measuringNanos,
    double togetherNanos,
    List<RuleCost> rules,
    List<ComparisonCost> comparisons) {

  /** Copies the lists. */
  public CostReport {
    rules = List.copyOf(rules);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * What a rule costs.
   *
   * @param place where it is defined
   * @param active whether it judges events; others are counted but not part of all rules together
   * @param evaluations how many events were of a type that it looks at
   * @param looks for how many of them the engine looked past the rule's anchor, and held all of its
   *     condition against the event; 0 for a rule that is not active
   * @param matches how many of them it matched
   * @param nanos what it takes by itself
   */
  public record RuleCost(
      String rule,
      String place,
      boolean active,
      long evaluations,
      long looks,
      long matches,
      double nanos) {

    /** Whether no event was of a type that it looks at. */
    public boolean neverReached() {
      return evaluations == 0;
    }
  }

  /**
   * What a comparison costs. It is evaluated where what stands before it in its rule leaves the
   * answer open.
   *
   * @param text as the first rule that has it writes it
   * @param place where that is
   * @param rules how many rules have it
   * @param evaluations how often it was come to, over all rules
   * @param matches how often it held
   * @param nanos what it takes by itself, once per event: the engine asks equal comparisons once
   */
  public record ComparisonCost(
      String text, String place, int rules, long evaluations, long matches, double nanos) {}
}
