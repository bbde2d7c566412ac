// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.List;

/**
 * What the tests have seen of one rule, or of one macro in all rules.
 *
 * @param name of the rule or macro
 * @param macro whether it is a macro
 * @param span where it is defined
 * @param fired how many events it held for
 * @param silent how many events it did not hold for
 * @param parts its comparisons, macros and exceptions
 */
public record RuleCoverage(
    String name, boolean macro, Span span, long fired, long silent, List<PartCoverage> parts) {

  /** Copies the list. */
  public RuleCoverage {
    parts = List.copyOf(parts);
  }

  /**
   * What the tests have seen of a comparison, macro or exception. It counts only where what stands
   * before it leaves the answer open.
   *
   * @param text as written
   * @param held how many events it held for
   * @param failed how many it did not hold for
   */
  public record PartCoverage(String text, Span span, long held, long failed) {

    PartCoverage plus(PartCoverage other) {
      return new PartCoverage(text, span, held + other.held, failed + other.failed);
    }

    /** Whether it was seen both ways. */
    public boolean covered() {
      return held > 0 && failed > 0;
    }
  }

  /** How many of the parts were seen both ways. */
  public long covered() {
    return parts.stream().filter(PartCoverage::covered).count();
  }

  /** Whether the rule was seen to fire and to stay silent. */
  public boolean tested() {
    return fired > 0 && silent > 0;
  }
}
