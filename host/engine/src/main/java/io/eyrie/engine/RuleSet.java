// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.plan.RuleIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rules of one load. Immutable and safe to share between threads. */
public final class RuleSet {
  private final List<RuleDescription> rules;
  private final Map<String, RuleIndex> indexes;

  RuleSet(List<RuleDescription> rules, Map<String, RuleIndex> indexes) {
    this.rules = List.copyOf(rules);
    this.indexes = Map.copyOf(indexes);
  }

  /** All rules in their order, those that are not active included. */
  public List<RuleDescription> rules() {
    return rules;
  }

  /**
   * The index of a source's active rules; it has none when no rule is for the source. Empty when
   * the source was not declared to the compiler.
   */
  public Optional<RuleIndex> index(String source) {
    return Optional.ofNullable(indexes.get(source));
  }
}
