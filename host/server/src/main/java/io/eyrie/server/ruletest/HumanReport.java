// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.server.ruletest.RuleCoverage.PartCoverage;
import java.util.List;
import java.util.Locale;

/** Writes what came of rule tests for people. */
public final class HumanReport {

  private HumanReport() {}

  /** A line for each file, everything that was not as expected, and a summary. */
  public static String of(TestReport report) {
    StringBuilder text = new StringBuilder();
    for (FileReport file : report.files()) {
      file(file, text);
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%d tests, %d failed%s, in %.2f s%n",
            report.tests(),
            report.failed(),
            report.broken() == 0 ? "" : ", " + report.broken() + " files can't be run",
            report.took().toMillis() / 1000.0));
    return text.toString();
  }

  private static void file(FileReport file, StringBuilder text) {
    text.append(file.name()).append(": ");
    if (file.broken()) {
      text.append("can't be run\n");
      file.refusals().forEach(text::append);
      return;
    }
    text.append(file.results().size() - file.failed()).append(" passed");
    text.append(file.failed() == 0 ? "\n" : ", " + file.failed() + " failed\n");
    for (TestResult test : file.results()) {
      if (!test.passed()) {
        text.append(test.span().place()).append(": failed: ").append(printable(test.name()));
        text.append('\n');
        for (Finding finding : test.findings()) {
          finding(finding, text);
        }
      }
    }
  }

  private static void finding(Finding finding, StringBuilder text) {
    text.append("  ").append(printable(finding.headline()));
    text.append("  (").append(finding.span().place()).append(")\n");
    for (String line : finding.details()) {
      text.append("    ").append(printable(line)).append('\n');
    }
  }

  /** What the tests have seen of the rules; what they have not is listed. */
  public static String coverage(List<RuleCoverage> coverage) {
    StringBuilder text = new StringBuilder();
    long parts = coverage.stream().mapToLong(rule -> rule.parts().size()).sum();
    long covered = coverage.stream().mapToLong(RuleCoverage::covered).sum();
    long rules = coverage.stream().filter(rule -> !rule.macro()).count();
    long tested = coverage.stream().filter(rule -> !rule.macro() && rule.tested()).count();
    text.append("coverage: ")
        .append(tested)
        .append(" of ")
        .append(rules)
        .append(" rules seen to fire and to stay silent, ")
        .append(covered)
        .append(" of ")
        .append(parts)
        .append(" comparisons seen true and false\n");
    for (RuleCoverage rule : coverage) {
      text.append("  ")
          .append(rule.macro() ? "macro " : "")
          .append(printable(rule.name()))
          .append(rule.macro() ? ": " : rule.fired() == 0 ? ": never fired, " : ": fired, ")
          .append(rule.macro() || rule.silent() > 0 ? "" : "never silent, ")
          .append(rule.covered())
          .append(" of ")
          .append(rule.parts().size())
          .append('\n');
      for (PartCoverage part : rule.parts()) {
        if (!part.covered()) {
          text.append("    ").append(gap(part)).append(": ").append(printable(part.text()));
          text.append("  (").append(part.span().place()).append(")\n");
        }
      }
    }
    return text.toString();
  }

  private static String gap(PartCoverage part) {
    if (part.held() == 0 && part.failed() == 0) {
      return "never reached";
    }
    return part.held() == 0 ? "never true" : "never false";
  }

  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString();
  }
}
