// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.time.Duration;
import java.util.List;

/**
 * What came of one test.
 *
 * @param findings empty when it passed
 */
public record TestResult(String name, Span span, List<Finding> findings, Duration took) {

  /** Copies the list. */
  public TestResult {
    findings = List.copyOf(findings);
  }

  /** Whether everything was as expected. */
  public boolean passed() {
    return findings.isEmpty();
  }
}
