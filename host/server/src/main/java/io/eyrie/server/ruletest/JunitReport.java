// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.time.Duration;
import java.util.Locale;

/**
 * Writes what came of rule tests in the XML that JUnit's Ant task began and that the test reports
 * of CI systems read: a suite for each file, an error for a file that can't be run.
 */
public final class JunitReport {

  private final StringBuilder xml = new StringBuilder();

  private JunitReport() {}

  /** The whole document. */
  public static String of(TestReport report) {
    JunitReport junit = new JunitReport();
    junit.xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"eyrie\"");
    junit.counts(report.tests() + report.broken(), report.failed(), report.broken(), report.took());
    junit.xml.append(">\n");
    report.files().forEach(junit::suite);
    return junit.xml.append("</testsuites>\n").toString();
  }

  private void suite(FileReport file) {
    Duration took =
        file.results().stream().map(TestResult::took).reduce(Duration.ZERO, Duration::plus);
    xml.append("  <testsuite");
    attribute("name", file.name());
    counts(
        file.results().size() + (file.broken() ? 1 : 0),
        file.failed(),
        file.broken() ? 1 : 0,
        took);
    xml.append(">\n");
    if (file.broken()) {
      xml.append("    <testcase");
      attribute("name", file.name());
      attribute("classname", file.name());
      xml.append(" time=\"0.000\">\n      <error message=\"the tests can't be run\">");
      xml.append(escaped(String.join("", file.refusals()))).append("</error>\n    </testcase>\n");
    }
    for (TestResult test : file.results()) {
      xml.append("    <testcase");
      attribute("name", test.name());
      attribute("classname", file.name());
      attribute("file", file.name());
      attribute("line", Integer.toString(test.span().line()));
      attribute("time", seconds(test.took()));
      if (test.passed()) {
        xml.append("/>\n");
      } else {
        xml.append(">\n      <failure");
        attribute("message", test.findings().getFirst().headline());
        xml.append('>').append(escaped(FindingText.of(test))).append("</failure>\n");
        xml.append("    </testcase>\n");
      }
    }
    xml.append("  </testsuite>\n");
  }

  private void counts(long tests, long failures, long errors, Duration took) {
    attribute("tests", Long.toString(tests));
    attribute("failures", Long.toString(failures));
    attribute("errors", Long.toString(errors));
    attribute("time", seconds(took));
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  /** Characters that XML 1.0 can't hold at all become U+FFFD. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\n' -> out.append("&#10;");
            default -> {
              boolean allowed =
                  c == '\t'
                      || (c >= 0x20 && c < 0xD800)
                      || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
              out.appendCodePoint(allowed ? c : 0xFFFD);
            }
          }
        });
    return out.toString();
  }
}
