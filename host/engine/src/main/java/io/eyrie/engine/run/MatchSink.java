// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

/** Takes matches, on the thread that evaluates. */
@FunctionalInterface
public interface MatchSink {
  /** Takes a match. What it throws leaves {@link Evaluator#evaluate} and touches no rule. */
  void accept(Match match);
}
