// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.judge;
import static io.eyrie.engine.TestSource.rendered;
import static io.eyrie.engine.TestSource.rule;
import static io.eyrie.engine.TestSource.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists, macros and rules: how they come together. */
class DefinitionTest {
  private static boolean matches(String text, String name) {
    return !judge(rules(text), RuleMatching.ALL, "open", Map.of("t.name", name, "t.num", 1L))
        .isEmpty();
  }

  @Test
  void listsAreExpandedToAnyDepthInAnyOrder() {
    String text =
        "- list: outer\n  items: [middle, x]\n- list: middle\n  items: [inner]\n- list: inner\n  items: [a, 'b c', '\"d e\"']\n"
            + rule("t.name in (outer, y)");
    for (String name : List.of("a", "b c", "d e", "x", "y")) {
      assertThat(matches(text, name)).as(name).isTrue();
    }
    assertThat(matches(text, "inner")).isFalse();
  }

  @Test
  void aListStandsWhereAValueStands() {
    String text = "- list: one\n  items: [cat]\n" + rule("t.name = one");
    assertThat(matches(text, "cat")).isTrue();
    assertThat(matches(text, "one")).isFalse();
    assertThat(
            matches(
                "- list: one\n  items: [cat]\n- list: u\n  items: [one]\n"
                    + rule("t.name = 'one' or t.name in (u)"),
                "one"))
        .isTrue();
    assertThat(rendered(compile("- list: two\n  items: [a, b]\n" + rule("t.name = two"))))
        .contains("list 'two' has 2 words where one value is wanted");
  }

  @Test
  void aWordOfAListMayHoldAnyCharacter() {
    assertThat(
            matches("- list: l\n  items: ['a(b', 'c, d', 'and']\n" + rule("t.name in (l)"), "a(b"))
        .isTrue();
    assertThat(
            matches("- list: l\n  items: ['a(b', 'c, d', 'and']\n" + rule("t.name in (l)"), "c, d"))
        .isTrue();
  }

  @Test
  void listsGrowByAppending() {
    String text =
        "- list: l\n  items: [a]\n- list: l\n  items: [b]\n  override: {items: append}\n"
            + "- list: l\n  items: [c]\n  append: true\n"
            + rule("t.name in (l)");
    assertThat(matches(text, "a")).isTrue();
    assertThat(matches(text, "b")).isTrue();
    assertThat(matches(text, "c")).isTrue();
    assertThat(compile(text).warnings())
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_DEPRECATED_ITEM);
  }

  @Test
  void macrosKeepTheirPrecedence() {
    String text = "- macro: m\n  condition: t.name=a or t.name=b\n" + rule("m and t.num=2");
    assertThat(matches(text, "a")).isFalse();
    assertThat(matches("- macro: m\n  condition: t.name=a or t.name=b\n" + rule("not m"), "c"))
        .isTrue();
  }

  @Test
  void appendedTextIsJoinedAsText() {
    String text =
        "- macro: m\n  condition: t.name=a\n- macro: m\n  condition: or t.name=b and t.num=2\n  override: {condition: append}\n"
            + rule("m");
    assertThat(matches(text, "a")).isTrue();
    assertThat(matches(text, "b")).isFalse();
  }

  @Test
  void aMacroSeesWhatStoodBeforeItsLastChangeAndARuleAll() {
    assertThat(
            rendered(
                compile(
                    "- macro: m\n  condition: late\n- macro: late\n  condition: t.num=1\n"
                        + rule("m"))))
        .contains("undefined macro 'late'")
        .contains("is defined only after this, at rules.yaml:3:10; move it up");
    assertThat(matches(rule("late") + "- macro: late\n  condition: t.num=1\n", "x")).isTrue();
    assertThat(
            rendered(
                compile(
                    "- macro: a\n  condition: t.num=1\n- macro: b\n  condition: a\n- macro: a\n  condition: b\n"
                        + rule("a"))))
        .contains("refers to itself by way of");
    assertThat(rendered(compile("- macro: m\n  condition: m\n" + rule("m"))))
        .contains("a macro can't refer to itself");
  }

  @Test
  void aRuleOfAnEarlierFileDoesNotSeeMacrosOfALaterOne() {
    LoadResult result =
        new RuleCompiler(List.of(TestSource.DECLARATION))
            .compile(
                List.of(
                    new SourceText("one.yaml", rule("late")),
                    new SourceText("two.yaml", "- macro: late\n  condition: t.num=1\n")));
    assertThat(rendered(result)).contains("one.yaml:6:5").contains("at two.yaml:1:10; move it up");
  }

  @Test
  void rulesAreRedefinedInPlaceAndOverridden() {
    String text =
        rule("first", "t.num=1", "one")
            + rule("second", "t.num=1", "two")
            + "- rule: first\n  output: and more %t.name\n  priority: critical\n  tags: [z, a]\n  enabled: yes\n"
            + "  override: {output: append, priority: replace, tags: append, enabled: replace}\n"
            + "- rule: second\n  condition: and t.name=b\n  override: {condition: append}\n";
    List<Match> matches =
        judge(rules(text), RuleMatching.ALL, "open", Map.of("t.name", "b", "t.num", 1L));
    assertThat(matches).extracting(Match::rule).containsExactly("first", "second");
    assertThat(matches.getFirst().message()).isEqualTo("one and more b");
    assertThat(matches.getFirst().priority()).isEqualTo(Priority.CRITICAL);
    assertThat(matches.getFirst().tags()).containsExactly("a", "z");
    assertThat(matches(text, "c")).isTrue();
  }

  @Test
  void onlyEnabledRulesOfTheMinimumPriorityJudge() {
    String text =
        rule("low", "t.num=1", "m")
            + rule("off", "t.num=1", "m")
            + "- rule: off\n  enabled: false\n";
    RuleSet all = rules(text);
    assertThat(all.rules()).extracting(RuleDescription::active).containsExactly(true, false);
    LoadResult result =
        new RuleCompiler(
                List.of(TestSource.DECLARATION),
                TestSource.settings(Priority.WARNING, RuleSelection.NONE))
            .compile(List.of(new SourceText("r", text)));
    assertThat(result.rules().orElseThrow().rules()).noneMatch(RuleDescription::active);
  }

  @Test
  void theFirstMatchOrAll() {
    String text = rule("a", "t.num=1", "m") + rule("b", "t.num exists", "m");
    Map<String, Object> event = Map.of("t.num", 1L);
    assertThat(judge(rules(text), RuleMatching.FIRST, "open", event))
        .extracting(Match::rule)
        .containsExactly("a");
    assertThat(judge(rules(text), RuleMatching.ALL, "open", event))
        .extracting(Match::rule)
        .containsExactly("a", "b");
  }

  @Test
  void aRuleOfAnAbsentSourceSleeps() {
    LoadResult result =
        compile(
            rule("t.num=1").replace("source: test", "source: tets")
                + "- macro: m\n  condition: x.y=1\n");
    assertThat(result.errors()).isEmpty();
    assertThat(rendered(result)).contains("[LOAD_UNKNOWN_SOURCE]").contains("did you mean 'test'?");
    assertThat(result.rules().orElseThrow().rules()).noneMatch(RuleDescription::active);
  }

  @Test
  void aRuleMayAskToBeLeftOutForUnknownNames() {
    LoadResult result = compile(rule("t.nosuch=1") + "  skip-if-unknown-filter: true\n");
    assertThat(result.errors()).isEmpty();
    assertThat(result.warnings())
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_UNKNOWN_FILTER);
    assertThat(compile(rule("t.num=x") + "  skip-if-unknown-filter: true\n").errors()).hasSize(1);
  }

  @Test
  void requirementsAreHeldAgainstWhatThereIs() {
    assertThat(rendered(compile("- required_engine_version: 0.63.0\n")))
        .contains("want engine version 0.63.0, this is 0.62.0");
    assertThat(compile("- required_engine_version: 15\n").errors()).isEmpty();
    assertThat(
            compile("- required_plugin_versions:\n  - {name: things, version: 1.2.0}\n")
                .diagnostics())
        .isEmpty();
    assertThat(
            rendered(compile("- required_plugin_versions:\n  - {name: things, version: 1.5.0}\n")))
        .contains("'things' 1.4.2, wanted 1.5.0");
    assertThat(
            compile("- required_plugin_versions:\n  - {name: things, version: 1.4.0-rc1+b}\n")
                .diagnostics())
        .isEmpty();
    assertThat(
            compile("- required_plugin_versions:\n  - {name: other, version: 1.5.0}\n").warnings())
        .hasSize(1);
  }

  @Test
  void rulesAreDescribed() {
    RuleDescription rule =
        rules(
                "- macro: m\n  condition: t.name=a\n"
                    + rule("r", "evt.type in (open, exec) and m", "%t.env[K]"))
            .rules()
            .getFirst();
    assertThat(rule.conditionFields()).containsExactly("evt.type", "t.name");
    assertThat(rule.outputFields()).containsExactly("t.env[K]");
    assertThat(rule.eventTypes()).containsExactly("open", "exec");
    assertThat(rule.place()).isEqualTo("rules.yaml:3:3");
  }

  @Test
  void theDemandIsWhatTheRulesNeed() {
    var index =
        rules(
                rule("r", "evt.type=open and t.name=a and t.opened=x", "%t.path %t.name")
                    + rule("never", "evt.type=close and t.opened=x", "%t.cmd"))
            .index("test")
            .orElseThrow();
    assertThat(index.demand().fields().stream().map(f -> f.field().name()))
        .containsExactlyInAnyOrder("t.name", "t.opened", "t.path");
    assertThat(index.demand().conditionFields()).isEqualTo(2);
    assertThat(index.demand().eventTypes().stream().toArray()).containsExactly(0);
  }

  @Test
  void fieldsAreFetchedOnlyWhenARuleLooksAtThem() {
    TestSource.Judge judge =
        new TestSource.Judge(
            rules(rule("r", "evt.type=open and t.name=a and t.cmd contains b", "%t.path")),
            RuleMatching.ALL);
    judge.judge("close", Map.of());
    assertThat(judge.extracted).isEmpty();
    judge.judge("open", Map.of("t.name", "x"));
    assertThat(judge.extracted).containsExactly("t.name");
    judge.extracted.clear();
    judge.judge("open", Map.of("t.name", "a", "t.cmd", "b"));
    assertThat(judge.extracted).containsExactly("t.name", "t.cmd", "t.path");
  }

  @Test
  void aRuleThatFailsIsLeftOutAndTheOthersGoOn() {
    TestSource.Judge judge =
        new TestSource.Judge(
            rules(
                rule("bad", "t.name=a", "m")
                    + rule("good", "t.num=1", "m")
                    + rule("other", "t.path=/x or t.num=1", "%t.name")),
            RuleMatching.ALL);
    Map<String, Object> broken = Map.of("t.name", new IllegalStateException("no"), "t.num", 1L);
    assertThat(judge.judge("open", broken)).extracting(Match::rule).containsExactly("good");
    assertThat(judge.quarantined).hasSize(2).first().asString().startsWith("bad: ");
    assertThat(judge.judge("open", Map.of("t.name", "a", "t.num", 1L)))
        .extracting(Match::rule)
        .containsExactly("good");
    assertThat(judge.quarantined).hasSize(2);
  }
}
