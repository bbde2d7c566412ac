// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

/** Writes the findings of one test as lines of text, for reports that quote them. */
final class FindingText {

  private FindingText() {}

  static String of(TestResult test) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : test.findings()) {
      text.append(HumanReport.printable(finding.headline()));
      text.append("  (").append(finding.span().place()).append(")\n");
      for (String line : finding.details()) {
        text.append("  ").append(HumanReport.printable(line)).append('\n');
      }
    }
    return text.toString();
  }
}
