// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.judge;
import static io.eyrie.engine.TestSource.rendered;
import static io.eyrie.engine.TestSource.rule;
import static io.eyrie.engine.TestSource.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.run.RuleMatching;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exceptions of rules: their forms, how they grow, and what they except. */
class ExceptionTest {
  private static final String RULE = rule("t.num exists");

  private static String with(String... lines) {
    return RULE + "  exceptions:\n    " + String.join("\n    ", lines) + "\n";
  }

  private static boolean fires(String text, Map<String, ?> event) {
    return !judge(rules(text), RuleMatching.ALL, "open", event).isEmpty();
  }

  private static boolean fires(String text, String name) {
    return fires(text, Map.of("t.num", 1L, "t.name", name));
  }

  @Test
  void aSingleFieldIsOneOfItsValues() {
    String text = with("- name: e", "  fields: t.name", "  values: [cat, \"a b\"]");
    assertThat(fires(text, "cat")).isFalse();
    assertThat(fires(text, "a b")).isFalse();
    assertThat(fires(text, "dog")).isTrue();
  }

  @Test
  void severalFieldsAreComparedRowByRow() {
    String text =
        with(
            "- name: e",
            "  fields: [t.name, t.path]",
            "  comps: [in, startswith]",
            "  values: [[[cat, dog], /a], [cow, /b]]");
    assertThat(fires(text, Map.of("t.num", 1L, "t.name", "cat", "t.path", "/a/x"))).isFalse();
    assertThat(fires(text, Map.of("t.num", 1L, "t.name", "dog", "t.path", "/a"))).isFalse();
    assertThat(fires(text, Map.of("t.num", 1L, "t.name", "cow", "t.path", "/b"))).isFalse();
    assertThat(fires(text, Map.of("t.num", 1L, "t.name", "cat", "t.path", "/b"))).isTrue();
  }

  @Test
  void severalFieldsAreEqualByDefault() {
    String text = with("- name: e", "  fields: [t.name, t.num]", "  values: [[cat, 1]]");
    assertThat(fires(text, "cat")).isFalse();
    assertThat(fires(text, Map.of("t.num", 2L, "t.name", "cat"))).isTrue();
  }

  @Test
  void aFieldThatIsAbsentIsNoException() {
    String text = with("- name: e", "  fields: [t.name, t.path]", "  values: [[cat, /a]]");
    assertThat(fires(text, "cat")).isTrue();
  }

  @Test
  void modifiersAndOtherListComparatorsGoWithASingleField() {
    assertThat(
            fires(
                with(
                    "- name: e", "  fields: t.name", "  comps: contains allof", "  values: [a, b]"),
                "xaby"))
        .isFalse();
    assertThat(
            fires(
                with("- name: e", "  fields: t.path", "  comps: pmatch", "  values: [/etc]"),
                Map.of("t.num", 1L, "t.path", "/etc/hosts")))
        .isFalse();
  }

  @Test
  void fieldsMayBeTransformed() {
    String text = with("- name: e", "  fields: [tolower(t.name)]", "  values: [[cat]]");
    assertThat(fires(text, "CAT")).isFalse();
    assertThat(fires(text, "dog")).isTrue();
  }

  @Test
  void valuesMayBeListsOrComeFromTheEvent() {
    String list = "- list: cats\n  items: [tom, felix]\n";
    assertThat(fires(list + with("- name: e", "  fields: t.name", "  values: [cats]"), "felix"))
        .isFalse();
    String other = with("- name: e", "  fields: [t.name]", "  values: [[val(t.cmd)]]");
    assertThat(fires(other, Map.of("t.num", 1L, "t.name", "a", "t.cmd", "a"))).isFalse();
    assertThat(fires(other, Map.of("t.num", 1L, "t.name", "a", "t.cmd", "b"))).isTrue();
  }

  @Test
  void noCharacterOfAValueBreaksTheCondition() {
    for (String value :
        new String[] {"a(b)", "x) or (t.num exists", "a, b", "say \\\\ no", "it's"}) {
      String text = with("- name: e", "  fields: [t.name]", "  values: [[\"" + value + "\"]]");
      assertThat(fires(text, value.replace("\\\\", "\\"))).as(value).isFalse();
      assertThat(fires(text, "other")).as(value).isTrue();
    }
  }

  @Test
  void exceptionsWithoutValuesExceptNothing() {
    assertThat(fires(with("- name: e", "  fields: [t.name]"), "cat")).isTrue();
  }

  @Test
  void valuesAndExceptionsAreAppended() {
    String text =
        with("- name: e", "  fields: [t.name]")
            + "- rule: r\n  exceptions:\n    - {name: e, values: [[cat]]}\n"
            + "    - {name: n, fields: t.name, values: [dog]}\n  override: {exceptions: append}\n"
            + "- rule: r\n  exceptions:\n    - {name: e, values: [[cow]]}\n  append: true\n";
    assertThat(fires(text, "cat")).isFalse();
    assertThat(fires(text, "dog")).isFalse();
    assertThat(fires(text, "cow")).isFalse();
    assertThat(fires(text, "hen")).isTrue();
  }

  @Test
  void exceptionsAreReplacedAsAWhole() {
    String text =
        with("- name: e", "  fields: t.name", "  values: [cat]")
            + "- rule: r\n  exceptions:\n    - {name: f, fields: t.name, values: [dog]}\n"
            + "  override: {exceptions: replace}\n";
    assertThat(fires(text, "cat")).isTrue();
    assertThat(fires(text, "dog")).isFalse();
    String none = text + "- rule: r\n  exceptions:\n  override: {exceptions: replace}\n";
    assertThat(fires(none, "dog")).isTrue();
  }

  @Test
  void aNewDefinitionOfTheRuleForgetsItsExceptions() {
    String text = with("- name: e", "  fields: t.name", "  values: [cat]") + RULE;
    assertThat(fires(text, "cat")).isTrue();
  }

  @Test
  void appendingToAnExceptionChangesItsValuesOnly() {
    LoadResult result =
        compile(
            with("- name: e", "  fields: t.name", "  values: [cat]")
                + "- rule: r\n  exceptions:\n    - {name: e, fields: t.path, values: [dog]}\n"
                + "    - {name: n, values: [dog]}\n    - {name: m, fields: t.name}\n"
                + "  override: {exceptions: append}\n");
    assertThat(result.errors()).extracting(Diagnostic::code).containsOnly(Code.LOAD_ERR_VALIDATE);
    assertThat(rendered(result))
        .contains("exception 'e' is there already")
        .contains("no earlier exception 'n', and this one has no 'fields'")
        .contains("no earlier exception 'm', and this one has no 'values'");
  }

  @Test
  void anExceptionOfARuleThatSleepsIsNotLookedAt() {
    LoadResult result =
        compile(
            with("- name: e", "  fields: [no.such]", "  values: [[cat]]")
                .replace("source: test", "source: other"));
    assertThat(result.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_UNKNOWN_SOURCE);
  }
}
