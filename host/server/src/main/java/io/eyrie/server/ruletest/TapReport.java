// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

/**
 * Writes what came of rule tests in the Test Anything Protocol, version 14 (testanything.org). A
 * file that can't be run is a test that failed.
 */
public final class TapReport {

  private final StringBuilder text = new StringBuilder();
  private int number;

  private TapReport() {}

  /** The whole report. */
  public static String of(TestReport report) {
    TapReport tap = new TapReport();
    tap.text.append("TAP version 14\n1..").append(report.tests() + report.broken()).append('\n');
    for (FileReport file : report.files()) {
      if (file.broken()) {
        tap.line(false, file.name());
        tap.details("refused", file.name(), String.join("", file.refusals()));
      }
      for (TestResult test : file.results()) {
        tap.line(test.passed(), file.name() + ": " + test.name());
        if (!test.passed()) {
          tap.details("failed", test.span().place(), FindingText.of(test));
        }
      }
    }
    return tap.text.toString();
  }

  private void line(boolean passed, String name) {
    // '#' begins a directive, and a backslash quotes it.
    String description = HumanReport.printable(name).replace("\\", "\\\\").replace("#", "\\#");
    text.append(passed ? "ok " : "not ok ").append(++number).append(" - ").append(description);
    text.append('\n');
  }

  private void details(String kind, String place, String lines) {
    text.append("  ---\n  result: ").append(kind).append("\n  at: '");
    text.append(HumanReport.printable(place).replace("'", "''")).append("'\n  message: |-\n");
    lines.lines().forEach(line -> text.append("    ").append(line).append('\n'));
    text.append("  ...\n");
  }
}
