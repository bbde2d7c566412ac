// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.RuleSettings;
import io.eyrie.server.config.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of rule tests, run in this process. */
class RuleTestsTest {

  private static final String GOLDEN = "host/server/src/test/resources/io/eyrie/server/ruletest/";

  @TempDir Path folder;
  @TempDir Path scratch;

  @BeforeEach
  void rules() throws IOException {
    for (String name : new String[] {"live.yaml", "log.yaml"}) {
      Files.copy(Golden.file(GOLDEN + name), folder.resolve(name));
    }
  }

  private TestReport run(TestSelection selection, String... names) throws Exception {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, folder.resolve(name));
    }
    return new TestRunner(NumberedSource.plugins(), RuleSettings.NONE, scratch)
        .run(files, selection);
  }

  private TestReport live(String tests) throws Exception {
    Files.writeString(folder.resolve("live.test.yaml"), tests);
    return run(TestSelection.all(), "live.test.yaml");
  }

  private void golden(String name, String text) throws IOException {
    Golden.check(
        Golden.file(GOLDEN + name),
        text.replace(folder + "/", "")
            .replaceAll("in \\d+\\.\\d+ s", "in 0.00 s")
            .replaceAll("time=\"[\\d.]+\"", "time=\"0.000\""));
  }

  private void copy(String name) throws IOException {
    Files.copy(Golden.file(GOLDEN + name), folder.resolve(name));
  }

  @Test
  void aRuleFiresAsExpectedAndOthersKeepSilent() throws Exception {
    TestReport report =
        live(
            """
            tests:
              - test: cat reads a secret
                event: {type: open, p.name: cat, f.path: /secret, f.port: 80, f.ip: 10.0.0.1}
                expect:
                  - rule: Secret Read
                    priority: warning
                    message: cat read /secret
                    fields: {p.name: cat, f.path: /secret}
              - test: the owner reads it
                event: {type: open, p.name: owner, f.path: /secret}
                expect: none
            """);

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
    assertThat(report.tests()).isEqualTo(2);
  }

  @Test
  void everythingThatIsNotAsExpectedIsTold() throws Exception {
    copy("failing.test.yaml");
    copy("records.jsonl");
    TestReport report = run(TestSelection.all(), "failing.test.yaml");

    assertThat(report.passed()).isFalse();
    golden("failing.human.txt", HumanReport.of(report) + HumanReport.coverage(report.coverage()));
    golden("failing.tap.txt", TapReport.of(report));
    golden("failing.junit.xml", JunitReport.of(report));
  }

  @Test
  void everyMistakeOfAFileIsToldAtOnceWithItsPlace() throws Exception {
    copy("mistakes.test.yaml");
    copy("mistakes-in-events.test.yaml");
    TestReport report =
        run(
            TestSelection.all(),
            "mistakes.test.yaml",
            "mistakes-in-events.test.yaml",
            "nowhere.test.yaml");

    assertThat(report.broken()).isEqualTo(3);
    assertThat(report.passed()).isFalse();
    golden("mistakes.txt", HumanReport.of(report));
    assertThat(JunitReport.of(report)).contains("errors=\"3\"").contains("<error message=");
    assertThat(TapReport.of(report)).startsWith("TAP version 14\n1..3\nnot ok 1 - ");
  }

  @Test
  void whatIsNoYamlIsTold() throws Exception {
    for (String text :
        List.of("", "tests: [", "- test: x", "x", "tests: []", "a\u0000b", "&a [*a, *a]")) {
      TestReport report = live(text);

      assertThat(report.broken()).as(text).isEqualTo(1);
      assertThat(HumanReport.of(report))
          .as(text)
          .contains("live.test.yaml:1:", ": error: ")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void hostileFilesAreRefusedInFewWords() throws Exception {
    StringBuilder doubling = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    for (String text :
        List.of(
            doubling.toString(),
            "tests: &a [*a]\n",
            "tests: " + "[".repeat(10_000) + "]".repeat(10_000),
            "tests: " + "{a: ".repeat(10_000),
            "tests:\n  - test: t\n    event: {p.name: " + "[".repeat(60) + "]".repeat(60) + "}\n",
            "x".repeat(10_000_000) + ": y\n",
            "tests:\n" + "  - test: t\n    evnt: {}\n".repeat(200_000),
            "tests: '" + "x".repeat(17_000_000) + "'\n")) {
      TestReport report = live(text);
      assertThat(report.broken()).as(text.substring(0, Math.min(40, text.length()))).isEqualTo(1);
      assertThat(HumanReport.of(report).length()).isLessThan(256 * 1024);
    }
  }

  @Test
  void rulesThatDoNotLoadAreShownWithTheirErrors() throws Exception {
    Files.writeString(
        folder.resolve("live.yaml"),
        "- rule: A\n  desc: d\n  source: live\n  condition: p.nam = x\n  output: o\n  priority: INFO\n");
    TestReport report =
        live("tests:\n  - {test: t, event: {type: exec}, expect: none, source: live}\n");

    assertThat(report.broken()).isEqualTo(1);
    assertThat(HumanReport.of(report)).contains("live.yaml:4:14: error:", "did you mean 'p.name'?");
  }

  @Test
  void recordsAreReadByTheSource() throws Exception {
    copy("records.jsonl");
    Files.writeString(
        folder.resolve("log.test.yaml"),
        """
        defaults:
          json: {type: put, name: ann, n: 1}
        tests:
          - test: a record that is merged into the usual one
            event: {json: {n: 7}}
            expect: [{rule: Big Number, fields: {log.name: ann, log.n: 7}}]
          - test: a key is taken away
            event: {json: {n: 7, name: ~}}
            expect: [{rule: Big Number, fields: {log.name: ~}}]
          - test: a record as text
            event: {json: '{"type":"put","n":8}'}
            expect: [Big Number]
          - test: a file of records, counted over all
            events:
              - json: {n: 0}
              - file: records.jsonl
            expect:
              - {rule: Big Number, event: 3}
        """);
    TestReport report = run(TestSelection.all(), "log.test.yaml");

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void eventsOfAFileHaveTheNumbersThatTheirSourceGivesThem() throws Exception {
    Files.writeString(
        folder.resolve("capture.jsonl"),
        """
        {"skipped":2}
        {"type":"put","name":"third","n":6}
        {"skipped":4}
        {"type":"put","name":"eighth","n":7}
        """);
    Files.writeString(
        folder.resolve("log.yaml"),
        """
        - rule: Big Number
          desc: A big number was put.
          source: log
          condition: evt.type = put and log.n > 5
          output: "%log.name is event %evt.num of %evt.pluginname, %evt.reltime.s s after the first"
          priority: ERROR
        """);
    Files.writeString(
        folder.resolve("log.test.yaml"),
        """
        tests:
          - test: a capture among other events
            events:
              - {type: put, log.name: first, log.n: 9}
              - file: capture.jsonl
              - {type: put, log.name: last, log.n: 9}
            expect:
              - {rule: Big Number, event: 1, fields: {evt.pluginname: numbered}}
              - {rule: Big Number, event: 4, message: 'third is event 4 of numbered, 0 s after the first'}
              - {rule: Big Number, event: 9, fields: {log.name: eighth, evt.num: 9}}
              - {rule: Big Number, event: 10}
          - test: as often as it says
            event: {file: capture.jsonl}
            expect: [{rule: Big Number, times: 2}]
        """);
    TestReport report = run(TestSelection.all(), "log.test.yaml");

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void whatComesTooOftenOrTooSeldomIsToldInFewWords() throws Exception {
    Files.writeString(folder.resolve("many.jsonl"), "{\"n\":6,\"name\":\"x\"}\n".repeat(30));
    Files.writeString(folder.resolve("none.jsonl"), "no record\n");
    copy("captures.test.yaml");
    TestReport report = run(TestSelection.all(), "captures.test.yaml");

    golden("captures.txt", HumanReport.of(report));
  }

  @Test
  void aFieldIsNamedWithADotOrInBrackets() throws Exception {
    Files.writeString(
        folder.resolve("live.yaml"),
        """
        - rule: R
          desc: A rule whose output names arguments in both ways.
          source: live
          condition: evt.type = exec
          output: "%p.env.HOME %p.env[USER]"
          priority: INFO
        """);
    TestReport report =
        live(
            """
            tests:
              - test: as written
                event: {type: exec, p.env.HOME: /root, p.env.USER: ann}
                expect: [{rule: R, fields: {p.env.HOME: /root, "p.env[USER]": ann}}]
              - test: otherwise
                event: {type: exec, "p.env[HOME]": /root, "p.env[USER]": ann}
                expect: [{rule: R, fields: {"p.env[HOME]": /root, p.env.USER: ann}}]
            """);

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void literalsOfEveryTypeReachTheRule() throws Exception {
    TestReport report =
        live(
            """
            tests:
              - test: every type
                event:
                  type: open
                  time: 2026-01-31T12:00:00.5Z
                  p.name: all
                  p.env[HOME]: /root
                  p.args: [a, b]
                  p.big: 18446744073709551615
                  p.ratio: 0.5
                  p.flag: true
                  f.port: 443
                  f.ip: 2001:db8:0::1
                expect:
                  - rule: All Types
                    fields:
                      p.env[HOME]: /root
                      p.args: [a, b]
                      p.big: 18446744073709551615
                      p.ratio: 0.5
                      p.flag: true
                      f.port: 443
                      f.ip: 2001:db8::1
                      f.path: ~
                      evt.time: 1769860800500000000
            """);

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void aRuleThatIsSwitchedOffIsJudgedWhereItIsNamed() throws Exception {
    TestReport report =
        live(
            """
            tests:
              - {test: named, event: {type: exec, p.name: off}, expect: [Switched Off]}
              - {test: not named, event: {type: exec, p.name: off}, expect: none}
            """);

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void onlyTheFirstRuleMatchesWhereTheTestSaysSo() throws Exception {
    String event = "event: {type: open, p.name: cat, f.path: /secret/x}";
    TestReport report =
        live(
            """
            tests:
              - {test: all, EVENT, expect: [Secret Read, Read Below Secret]}
              - {test: first, matching: first, EVENT, expect: [Secret Read]}
              - {test: one rule, rule: Read Below Secret, EVENT, expect: [Read Below Secret]}
            """
                .replace("EVENT", event));

    assertThat(report.passed()).as(HumanReport.of(report)).isTrue();
  }

  @Test
  void testsAreSelectedByTheRulesThatTheyName() throws Exception {
    Files.writeString(
        folder.resolve("live.test.yaml"),
        """
        tests:
          - {test: a, event: {type: open, p.name: cat, f.path: /secret}, expect: [Secret Read]}
          - {test: b, rule: Switched Off, event: {type: exec, p.name: x}, expect: none}
          - {test: c, event: {type: exec, p.name: x}, source: live, expect: none}
        """);

    assertThat(run(new TestSelection(List.of("Secret*")), "live.test.yaml").tests()).isEqualTo(1);
    assertThat(run(new TestSelection(List.of("*")), "live.test.yaml").tests()).isEqualTo(2);
    assertThat(run(new TestSelection(List.of("Nothing")), "live.test.yaml").tests()).isZero();
  }
}
