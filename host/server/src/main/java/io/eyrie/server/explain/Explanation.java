// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why rules matched events or did not.
 *
 * @param events how many events of each source were looked at
 * @param rules the rules that were asked about: those that matched, then the nearest misses first
 * @param shown events in full, in their order, when one rule was asked about
 */
public record Explanation(Map<String, Long> events, List<RuleStory> rules, List<EventStory> shown) {

  /** Copies the lists. */
  public Explanation {
    rules = List.copyOf(rules);
    shown = List.copyOf(shown);
  }

  /**
   * What became of a rule.
   *
   * @param judged how many events of its source came up to it
   * @param matched how many of them its condition holds for
   * @param shadowed how many of those an earlier rule took, where only the first match counts
   * @param shadowedBy the rule that took the first of them
   * @param place where it is defined
   * @param obstacles why it raises no alert whatever the events are: it is switched off, too mild,
   *     of another source
   * @param best the event that matched first, else the one that it was nearest to
   */
  public record RuleStory(
      String rule,
      String source,
      String place,
      long judged,
      long matched,
      long shadowed,
      Optional<String> shadowedBy,
      List<String> obstacles,
      Optional<Nearest> best) {

    /** Copies the list. */
    public RuleStory {
      obstacles = List.copyOf(obstacles);
    }
  }

  /**
   * How near an event came to a rule.
   *
   * @param number of the event over all, from 1
   * @param nearness from 0 to 1
   * @param reason what decided, in words
   */
  public record Nearest(long number, String label, double nearness, String reason) {}

  /**
   * One event before one rule.
   *
   * @param number of the event over all, from 1
   * @param reason what decided, in words
   * @param exception the exception that kept the rule from matching
   * @param shadowedBy the earlier rule that takes the event, where only the first match counts
   */
  public record EventStory(
      long number,
      String label,
      String source,
      Sighting sighting,
      RuleTree tree,
      String reason,
      Optional<String> exception,
      Optional<String> shadowedBy) {

    /** Whether the condition holds. */
    public boolean matches() {
      return sighting.holds(tree.root());
    }
  }
}
