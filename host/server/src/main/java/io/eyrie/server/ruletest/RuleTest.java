// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.run.RuleMatching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test of rules as its file says.
 *
 * @param source the event source; null where the rules tell it
 * @param rules the rules whose alerts are compared; empty for all
 * @param events at least one
 * @param expected every alert that the compared rules raise
 */
record RuleTest(
    Name name,
    @Nullable Name source,
    List<Name> rules,
    RuleMatching matching,
    List<TestEvent> events,
    List<ExpectedAlert> expected) {

  /** The rules that the test names, each once with its first place. */
  Map<String, Name> named() {
    Map<String, Name> named = new LinkedHashMap<>();
    rules.forEach(rule -> named.putIfAbsent(rule.text(), rule));
    expected.forEach(alert -> named.putIfAbsent(alert.rule().text(), alert.rule()));
    return named;
  }
}
