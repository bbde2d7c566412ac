// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.lint.Allowances;
import io.eyrie.engine.lint.LintFinding;
import io.eyrie.engine.lint.LintedRule;
import io.eyrie.engine.lint.Linter;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the linter finds, and what it leaves alone. */
class LintTest {

  private static List<LintFinding> lint(String text) {
    LoadResult result = TestSource.compile(text);
    RuleSet rules =
        result.rules().orElseThrow(() -> new AssertionError(TestSource.rendered(result)));
    SourceFields fields = rules.index("test").orElseThrow().source();
    RuleForest forest =
        RuleForest.of(
            fields,
            result.loaded().stream().map(LoadedRule::expanded).toList(),
            result.definitions());
    List<LintedRule> linted = new ArrayList<>();
    Map<String, Span> places = new LinkedHashMap<>();
    for (int i = 0; i < result.loaded().size(); i++) {
      RuleTree tree = forest.trees().get(i);
      RuleDescription description = rules.rules().get(i);
      linted.add(
          new LintedRule(
              tree,
              description.active() ? Optional.of(description.eventTypes()) : Optional.empty(),
              Objects.requireNonNull(result.loaded().get(i).planned()).output().fields(),
              description.active()));
      places.put(tree.name(), tree.root().span());
    }
    List<SourceText> files = List.of(places.values().iterator().next().source());
    return Allowances.apply(Linter.lint(fields, forest, linted), files, places);
  }

  private static String rule(String name, String condition) {
    return TestSource.rule(name, condition, "%t.name")
        .replace("desc: d", "desc: What happened and why it matters\n  tags: [a]");
  }

  private static List<String> codes(String text) {
    return lint(text).stream().map(LintFinding::code).toList();
  }

  private static List<String> codesOf(String condition) {
    return codes(rule("One", condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evt.type = open and evt.type = close",
        "t.name = cat and t.name = dog",
        "t.name in (cat, dog) and t.name startswith x",
        "t.name = cat and not t.name in (cat, dog)",
        "t.name = cat and (t.num = 1 and t.name != cat)",
        "t.num > 5 and t.num < 3",
        "t.num = 4 and t.num >= 5",
        "t.path startswith /etc and t.path startswith /usr",
        "t.path endswith .so and t.path endswith .txt",
        "not t.name exists and t.name = cat",
        "t.name = cat and (t.name = dog or t.name = cow)",
        "evt.type = close and t.opened = x"
      })
  void aConditionThatCanNeverHold(String condition) {
    assertThat(codesOf(condition)).contains("LINT_UNREACHABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = cat and t.name in (cat, dog)",
        "t.num > 5 and t.num < 7",
        "t.path startswith /etc and t.path startswith /etc/x and t.path endswith .so",
        "t.names intersects (a) and t.names intersects (b)",
        "t.name = cat and not t.name = dog",
        "not t.name = cat and not t.name = dog",
        "t.name = cat or t.name = dog",
        "tolower(t.name) = cat and t.name = CAT",
        "evt.num = 0 or t.name = cat"
      })
  void aConditionThatCanHold(String condition) {
    assertThat(codesOf(condition)).isEmpty();
  }

  @Test
  void anAlternativeThatCanNeverHoldIsFoundInTheRuleButNotInASharedMacro() {
    assertThat(codesOf("t.name = cat and (t.name = dog or t.num = 1)"))
        .containsExactly("LINT_DEAD_ALTERNATIVE");
    assertThat(
            codes(
                "- macro: pet\n  condition: t.name = cat or t.name = dog\n"
                    + rule("One", "pet and t.name = cat")))
        .isEmpty();
  }

  @Test
  void aRuleWhoseEventsAnEarlierOneTakes() {
    String wide = rule("Wide", "evt.type in (open, close) and t.name in (cat, dog)");

    assertThat(codes(wide + rule("Narrow", "t.name = cat and evt.type = open and t.num > 3")))
        .containsExactly("LINT_SUBSUMED");
    assertThat(codes(rule("Narrow", "t.name = cat and evt.type = open") + wide)).isEmpty();
    assertThat(codes(wide + rule("Other", "evt.type = open and t.name in (cat, cow)"))).isEmpty();
    assertThat(lint(wide + rule("Same", "t.name in (dog, cat) and evt.type in (close, open)")))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.message()).contains("matches the same events as 'Wide'"));
    assertThat(
            codes(
                rule("Not", "evt.type = open and not t.name in (cat)")
                    + rule("Not More", "evt.type = open and not t.name in (cat, dog)")))
        .containsExactly("LINT_SUBSUMED");
    assertThat(
            codes(
                rule("Or", "t.name = cat or t.num = 1 or t.num = 2")
                    + rule("Less", "t.num = 1 or t.name = cat")))
        .containsExactly("LINT_SUBSUMED");
  }

  @Test
  void notEqualIsFoundWhereNotEveryEventHasTheField() {
    assertThat(codesOf("evt.type in (open, close) and t.opened != x"))
        .containsExactly("LINT_NOT_EQUAL_ABSENT");
    assertThat(codesOf("t.env[A] != x")).containsExactly("LINT_NOT_EQUAL_ABSENT");
    assertThat(codesOf("evt.type = open and t.opened != x")).isEmpty();
    assertThat(codesOf("t.env[A] exists and t.env[A] != x")).isEmpty();
    assertThat(codesOf("t.env[A] startswith y and t.env[A] != yx")).isEmpty();
    assertThat(codesOf("not t.env[A] = x")).isEmpty();
    assertThat(codesOf("t.name != x")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ".*passwd; t.path endswith passwd",
        "/etc/.*; t.path startswith /etc/",
        ".*shadow.*; t.path contains shadow",
        "(cat|dog); t.path in (cat, dog)",
        "(a b|c); t.path in (\"a b\", c)"
      })
  void aRegularExpressionThatAnOperatorReplaces(String pattern, String instead) {
    assertThat(lint(rule("One", "t.path regex '" + pattern + "'")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("LINT_PLAIN_REGEX");
          assertThat(finding.hint()).contains("'" + instead + "'");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a-z]{1,500}x", ".*[a-z].*[0-9]", "[a-z]+"})
  void anExpensiveRegularExpression(String pattern) {
    assertThat(codesOf("t.path regex '" + pattern + "'")).containsExactly("LINT_SLOW_REGEX");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/[^/]+/[.]ssh/id_.*", "lib[a-z]+[.]so[.][0-9]+", "a(b|c)dddd*"})
  void aRegularExpressionThatIsNeeded(String pattern) {
    assertThat(codesOf("t.path regex '" + pattern + "'")).isEmpty();
  }

  @Test
  void whatIsMissingForTheReaderOfAnAlert() {
    assertThat(codes(TestSource.rule("One", "evt.type = open", "hello")))
        .containsExactlyInAnyOrder(
            "LINT_NO_TAGS", "LINT_POOR_DESCRIPTION", "LINT_OUTPUT_WITHOUT_FIELDS");
  }

  @Test
  void aCommentAllowsAFindingOfItsItemAndNoOther() {
    String bad = rule("Bad", "t.name = a and t.name = b");
    String twice = bad + bad.replace("Bad", "Worse");

    assertThat(codes("# eyrie-lint: allow LINT_UNREACHABLE -- kept for later\n" + bad)).isEmpty();
    assertThat(codes(bad.replace("  desc", "  # eyrie-lint: allow LINT_UNREACHABLE\n  desc")))
        .isEmpty();
    assertThat(codes("# eyrie-lint: allow LINT_UNREACHABLE\n" + twice))
        .containsExactly("LINT_UNREACHABLE");
    assertThat(codes("# eyrie-lint: allow LINT_UNREACHABLE, LINT_NO_TAGS\n" + bad))
        .containsExactly("LINT_NEEDLESS_ALLOW");
    assertThat(lint("# eyrie-lint: allow LINT_UNREACHABEL\n" + bad))
        .extracting(LintFinding::code, LintFinding::hint)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "LINT_UNKNOWN_CODE", "did you mean 'LINT_UNREACHABLE'?"));
  }

  @Test
  void aFindingIsToldWithItsPlaceAndWhatToDo() {
    assertThat(lint(rule("One", "t.name = cat and t.name = dog")).getFirst().render())
        .isEqualTo(
            """
            rules.yaml:7:22: warning: the condition of rule 'One' can never hold: 't.name = dog' is ruled out by 't.name = cat' at rules.yaml:7:5 [LINT_UNREACHABLE]
              7 |     t.name = cat and t.name = dog
                |                      ^^^^^^^^^^^^
              hint: join them by 'or', or correct one of them
            """);
  }
}
