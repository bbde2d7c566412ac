// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

/** Is told, on the thread that evaluates, of rules that can't be judged. */
@FunctionalInterface
public interface RuleFailures {
  /**
   * Called once for each rule that failed: from now on this evaluator leaves it out; all others go
   * on.
   *
   * @param rule the name of the rule
   * @param cause what it threw, most often the extraction of a field
   */
  void quarantined(String rule, RuntimeException cause);
}
