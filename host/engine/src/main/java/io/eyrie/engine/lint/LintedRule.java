// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.trace.RuleTree;
import java.util.List;
import java.util.Optional;

/**
 * A rule as the linter looks at it.
 *
 * @param eventTypes the names of the event types that it may match; empty where that is not known,
 *     as of a rule that is switched off
 * @param outputFields the fields that its output names
 * @param enabled whether it judges events
 */
public record LintedRule(
    RuleTree tree,
    Optional<List<String>> eventTypes,
    List<FieldUse> outputFields,
    boolean enabled) {

  /** Copies the list. */
  public LintedRule {
    outputFields = List.copyOf(outputFields);
  }

  String name() {
    return tree.name();
  }
}
