// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.time.Duration;
import java.util.List;

/**
 * What came of a run of rule tests.
 *
 * @param took how long reading and running took
 * @param coverage what the tests have seen of each rule, in the order of the rules
 */
public record TestReport(List<FileReport> files, Duration took, List<RuleCoverage> coverage) {

  /** Copies the lists. */
  public TestReport {
    files = List.copyOf(files);
    coverage = List.copyOf(coverage);
  }

  /** How many tests were run. */
  public long tests() {
    return files.stream().mapToLong(file -> file.results().size()).sum();
  }

  /** How many of them failed. */
  public long failed() {
    return files.stream().mapToLong(FileReport::failed).sum();
  }

  /** How many files could not be run. */
  public long broken() {
    return files.stream().filter(FileReport::broken).count();
  }

  /** Whether everything was as expected. */
  public boolean passed() {
    return failed() == 0 && broken() == 0;
  }
}
