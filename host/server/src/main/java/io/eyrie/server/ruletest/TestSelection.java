// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tests are run.
 *
 * @param rules patterns of names of rules, in which {@code *} is any text; empty for all tests
 */
public record TestSelection(List<String> rules) {

  /** Copies the list. */
  public TestSelection {
    rules = List.copyOf(rules);
  }

  /** Every test. */
  public static TestSelection all() {
    return new TestSelection(List.of());
  }

  boolean selects(RuleTest test) {
    return rules.isEmpty() || test.named().keySet().stream().anyMatch(this::selects);
  }

  boolean selects(String rule) {
    return rules.isEmpty() || rules.stream().anyMatch(pattern -> matches(pattern, rule));
  }

  static boolean matches(String pattern, String rule) {
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(rule).matches();
  }
}
