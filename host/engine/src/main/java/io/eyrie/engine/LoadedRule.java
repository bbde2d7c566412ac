// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import org.jspecify.annotations.Nullable;

/**
 * A rule between its text and the index: for tools that explain, test and measure rules.
 *
 * @param expanded the rule with its macros and lists in place
 * @param planned what judges events; null when its source is not there, or it was left out for a
 *     name that it may not know
 */
public record LoadedRule(ExpandedRule expanded, @Nullable PlannedRule planned) {
  /** The rule as its files say. */
  public RuleDefinition definition() {
    return expanded.definition();
  }
}
