// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.dist.Eyrie.Run;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The tools for authors of rules, with the plugins and the rules that come with Eyrie. */
final class RuleAuthorIT {

  private static final String SAMPLE = Eyrie.TREE.resolve("demo/aws_cloudtrail.jsonl").toString();
  private static final String RULES = Eyrie.TREE.resolve("rules").toString();

  @TempDir Path folder;

  private Run run(String... arguments) throws Exception {
    Run run = Eyrie.command(arguments).in(folder).run();
    assertThat(run.hasStackTrace()).as(run.out() + run.err()).isFalse();
    return run;
  }

  @Test
  void everyShippedRuleFiresAndKeepsSilentInATestAndEveryComparisonIsSeenBothWays()
      throws Exception {
    Run run = run("test", "--every-rule", "--coverage");

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains(" tests, 0 failed");
    Matcher coverage =
        Pattern.compile("coverage: (\\d+) of (\\d+) rules .*, (\\d+) of (\\d+) comparisons")
            .matcher(run.out());
    assertThat(coverage.find()).isTrue();
    assertThat(coverage.group(1)).isEqualTo(coverage.group(2));
    assertThat(coverage.group(3)).isEqualTo(coverage.group(4));
    assertThat(Integer.parseInt(coverage.group(1))).isGreaterThanOrEqualTo(31);
  }

  @Test
  void theLinterFindsNothingInTheShippedRules() throws Exception {
    Run run = run("lint", "--strict", RULES);

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).isEqualTo("nothing found\n");
  }

  @Test
  void resultsOfTestsComeInTheFormsOfPipelines() throws Exception {
    Run human = run("test", RULES);
    Run tap = run("test", "--format", "tap", RULES);
    Run junit = run("test", "--format", "junit", RULES);

    String tests = human.out().replaceAll("(?s).*\\n(\\d+) tests, .*", "$1");
    assertThat(tap.out()).startsWith("TAP version 14\n1.." + tests + "\nok 1 - ");
    assertThat(tap.out().lines().filter(line -> line.startsWith("ok ")))
        .hasSize(Integer.parseInt(tests));
    Element suites =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(junit.out().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    assertThat(suites.getAttribute("tests")).isEqualTo(tests);
    assertThat(suites.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(tests));
  }

  @Test
  void aTestThatFailsSaysWhatDecided() throws Exception {
    Files.writeString(
        folder.resolve("mine.test.yaml"),
        """
        rules: [%s]
        tests:
          - test: a denied call
            event: {json: {eventTime: "2026-03-02T09:00:00Z", eventName: CreateAccessKey, eventSource: iam.amazonaws.com, errorCode: AccessDenied}}
            expect: [Access Key Created, Identity Call Denied]
        """
            .formatted(Eyrie.TREE.resolve("rules/aws_cloudtrail.yaml")));
    Run run = run("test", "mine.test.yaml");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "mine.test.yaml:3:11: failed: a denied call",
            "missing: Access Key Created  (mine.test.yaml:5:14)",
            "event 1: 'not ct.error exists' does not hold for ct.error = AccessDenied");
  }

  @Test
  void aRuleIsExplainedPartByPart() throws Exception {
    Run run =
        run(
            "explain",
            "-r",
            RULES,
            "--rule",
            "Console Sign-in Without MFA",
            "--event",
            "1",
            SAMPLE);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "event 1 (pluginevent, 2026-03-02T09:02:07Z): does not match",
            "because 'json.value[/additionalEventData/MFAUsed] = No' does not hold for"
                + " json.value[/additionalEventData/MFAUsed] = Yes",
            "+     console_login_succeeded",
            "+         ct.name = ConsoleLogin   [ct.name = ConsoleLogin]",
            "-     json.value[/additionalEventData/MFAUsed] = No");
  }

  @Test
  void allRulesAreExplainedTheNearestFirst() throws Exception {
    Run run = run("explain", "-r", RULES, "-s", "aws_cloudtrail", SAMPLE);
    Run json = run("explain", "-r", RULES, "-s", "aws_cloudtrail", "--json", SAMPLE);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("31 events of aws_cloudtrail\n  match ");
    assertThat(run.out().lines().filter(line -> line.matches(" +\\d+% .*"))).isNotEmpty();
    assertThat(json.out()).startsWith("{\"events\":{\"aws_cloudtrail\":31},\"rules\":[{\"rule\":");
  }

  @Test
  void whatRulesCostIsCountedAndTimed() throws Exception {
    Run run = run("cost", "-r", RULES, "-s", "aws_cloudtrail", "--seconds", "0", SAMPLE);
    Run json = run("cost", "-r", RULES, "-s", "aws_cloudtrail", "--seconds", "0", "--json", SAMPLE);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("31 events counted, the first 31 timed", "for the measuring itself", "NS/EVENT");
    assertThat(json.out()).contains("\"together_nanos\":", "\"never_reached\":false");
  }

  @Test
  void mistakesAreAnsweredByWhatWasMeant() throws Exception {
    Run rule = run("explain", "-r", RULES, "--rule", "Root Changed Somthing", SAMPLE);
    Run tested = run("test", "--rule", "Root Changed Somthing", RULES);
    Run source = run("cost", "-r", RULES, "-s", "aws_cloudtrial", SAMPLE);
    Run live = run("explain", "-r", RULES, "-s", "syscall", SAMPLE);
    Run none = run("explain", "-r", RULES, "-s", "aws_cloudtrail", "none.json");
    Run noTests = run("test", folder.toString());
    Run broken = run("lint", SAMPLE);

    assertThat(rule.err()).contains("did you mean 'Root Changed Something'?");
    assertThat(tested.err()).contains("did you mean 'Root Changed Something'?");
    assertThat(source.err()).contains("did you mean 'aws_cloudtrail'?");
    assertThat(live.err()).contains("this is no capture");
    assertThat(none.err()).contains("there is no file none.json");
    assertThat(noTests.err()).contains("there is no file of tests, *.test.yaml, in");
    assertThat(broken.out()).contains(": error: ");
    for (Run run : new Run[] {rule, tested, source, live, none, noTests, broken}) {
      assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
    }
  }

  @Test
  void aRecordThatIsNoJsonIsToldAndTheOthersAreExplained() throws Exception {
    Path records = folder.resolve("records.jsonl");
    Files.writeString(
        records, "{\"eventName\":\n" + Files.readAllLines(Path.of(SAMPLE)).getFirst() + "\n");
    Run run =
        run("explain", "-r", RULES, "--rule", "Console Sign-in Without MFA", records.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).contains("no event:");
    assertThat(run.out()).contains("1 events of aws_cloudtrail, 0 matched");
  }

  @Test
  void aCaptureGivesTheEventsOfATest() throws Exception {
    Path examples = Eyrie.TREE.resolve("docs/examples");
    String capture = examples.resolve("hashes-read.scap").toString();
    Run test = run("test", examples.toString());
    Run explain = run("explain", "-r", RULES, "--rule", "Password Hashes Read", capture);
    Run cost = run("cost", "-r", RULES, "-s", "syscall", "--seconds", "0", capture);

    assertThat(test.exit()).as(test.out() + test.err()).isZero();
    assertThat(test.out()).contains("hashes-read.test.yaml: 2 passed");
    assertThat(explain.out()).contains("event 7 (openat, 2026-03-02T09:00:00", "): matches");
    assertThat(cost.out()).contains("9 events counted");
  }

  @Test
  void anArgumentThatNoEventHasIsToldAtItsPlaceWithPluginsAndWithout() throws Exception {
    Files.writeString(
        folder.resolve("mine.yaml"),
        """
        - rule: Mine
          desc: An argument that is misspelt in the condition, in an exception, in the output.
          condition: evt.type = openat and evt.arg.flgs contains O_CREAT and evt.rawarg.res < 0
          exceptions:
            - {name: some, fields: [evt.type.is.opn], values: [[1]]}
          output: "%evt.arg.nme %evt.abspath.dst"
          priority: INFO
        """);
    Path none = Files.createDirectory(folder.resolve("none"));
    Run with = run("validate", "mine.yaml");
    Run without = run("validate", "--plugins-dir", none.toString(), "mine.yaml");

    for (Run run : new Run[] {with, without}) {
      assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
      assertThat(run.out())
          .contains(
              "mine.yaml:3:36: error: field 'evt.arg' has no argument 'flgs'",
              "hint: did you mean 'flags'?",
              "mine.yaml:5:29: error: field 'evt.type.is' has no argument 'opn'",
              "hint: did you mean 'open'?",
              "mine.yaml:6:12: error: field 'evt.arg' has no argument 'nme'",
              "hint: did you mean 'name'?")
          .doesNotContain("'evt.rawarg'", "'evt.abspath'");
    }
  }
}
