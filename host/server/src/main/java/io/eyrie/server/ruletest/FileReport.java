// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.util.List;

/**
 * What came of one file of tests.
 *
 * @param name as the user named it
 * @param refusals why its tests could not be run, each as text for people; empty when they were
 * @param results what came of each test, in their order
 */
public record FileReport(String name, List<String> refusals, List<TestResult> results) {

  /** Copies the lists. */
  public FileReport {
    refusals = List.copyOf(refusals);
    results = List.copyOf(results);
  }

  /** Whether its tests could not be run. */
  public boolean broken() {
    return !refusals.isEmpty();
  }

  long failed() {
    return results.stream().filter(result -> !result.passed()).count();
  }
}
