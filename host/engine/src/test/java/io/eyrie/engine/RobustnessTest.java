// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text gives diagnostics: never an exception, a hang or memory without bound. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RobustnessTest {
  private static void speaksOf(String text, String word) {
    LoadResult result = compile(text);
    assertThat(result.rules()).isEmpty();
    assertThat(TestSource.rendered(result)).contains(word);
  }

  @Test
  void aliasesThatDoubleEachTime() {
    StringBuilder text = new StringBuilder("- &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("- &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append(", *a")
          .append(i - 1)
          .append("]\n");
    }
    speaksOf(text.toString(), "Number of aliases");
  }

  @Test
  void aNodeThatHoldsItself() {
    speaksOf("- &a [*a]\n- list: l\n  items: &b [*b]\n", "error");
  }

  @Test
  void yamlNestedTooDeep() {
    speaksOf("[".repeat(100_000), "error");
    speaksOf("{a: ".repeat(10_000), "error");
  }

  @Test
  void parenthesesNestedDeep() {
    assertThat(compile(rule("(".repeat(50_000) + "t.num=1" + ")".repeat(50_000))).errors())
        .isEmpty();
    speaksOf(rule("(".repeat(200_000) + "t.num=1"), "nested too deep");
    StringBuilder alternating = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      alternating.append("(t.num=1 and (t.num=2 or ");
    }
    alternating.append("t.num=3").append("))".repeat(10_000));
    speaksOf(rule(alternating.toString()), "deeper than");
  }

  @Test
  void conditionsOfManyMegabytes() {
    speaksOf(rule("t.num=1 or\n".repeat(300_000) + "t.num=2"), "more than 100000 terms");
    speaksOf(rule("t.name = '" + "x".repeat(10_000_000) + "'"), "the line is longer than 1000000");
    assertThat(compile(rule("t.name = '" + "x".repeat(900_000) + "'")).errors()).isEmpty();
    assertThat(compile(rule("not not\n".repeat(200_000) + "t.num=1")).errors()).isEmpty();
    assertThat(compile(rule("t.name in (" + "word,\n".repeat(200_000) + "a)")).errors()).isEmpty();
  }

  @Test
  void macrosThatDoubleEachTime() {
    StringBuilder text = new StringBuilder("- macro: m0\n  condition: t.num=1\n");
    for (int i = 1; i < 60; i++) {
      text.append("- macro: m")
          .append(i)
          .append("\n  condition: m")
          .append(i - 1)
          .append(" or (t.num=2 and m")
          .append(i - 1)
          .append(")\n");
    }
    speaksOf(text + rule("m59"), "more than 100000 checks");
  }

  @Test
  void macrosThatDeepenEachTime() {
    StringBuilder text = new StringBuilder("- macro: m0\n  condition: t.num=1\n");
    for (int i = 1; i < 5_000; i++) {
      text.append("- macro: m")
          .append(i)
          .append("\n  condition: t.num=1 ")
          .append(i % 2 == 0 ? "and" : "or")
          .append(" not m")
          .append(i - 1)
          .append("\n");
    }
    speaksOf(text + rule("m4999"), "deeper than");
  }

  @Test
  void listsThatDoubleOrDeepenEachTime() {
    StringBuilder text = new StringBuilder("- list: l0\n  items: [a, b]\n");
    for (int i = 1; i < 3_000; i++) {
      text.append("- list: l")
          .append(i)
          .append("\n  items: [l")
          .append(i - 1)
          .append(", l")
          .append(i - 1)
          .append(", w")
          .append(i % 50)
          .append("]\n");
    }
    assertThat(compile(text + rule("t.name in (l2999)")).errors()).isEmpty();
    StringBuilder backwards = new StringBuilder();
    for (int i = 3_000; i > 0; i--) {
      backwards.append("- list: l").append(i).append("\n  items: [l").append(i - 1).append("]\n");
    }
    speaksOf(backwards + rule("t.name in (l3000)"), "nested deeper than");
  }

  @Test
  void regexesAndOutputsOfHostileSize() {
    speaksOf(rule("t.name regex '" + "(".repeat(5_000) + "a" + ")".repeat(5_000) + "'"), "too");
    assertThat(compile(rule("r", "t.num=1", "%t.name" + "s".repeat(900_000))).errors()).isEmpty();
    speaksOf(rule("r", "t.num=1", "%" + "9".repeat(100_000) + "t.name"), "width");
  }

  @Test
  void theRegexesOfAllRulesTogetherAreBounded() {
    StringBuilder large = new StringBuilder("t.name = a");
    StringBuilder slow = new StringBuilder("t.name = a");
    for (int i = 0; i < 2_000; i++) {
      large.append(" or t.name regex '(a{1000}){19}x").append(i).append("'\n");
      slow.append(" or t.name regex '.*a.{20}[0-9]x").append(i).append("'\n");
    }
    speaksOf(rule(large.toString()), "the patterns of all rules are too large together");
    assertThat(compile(rule(slow.toString())).errors()).isEmpty();
    assertThat(
            compile(rule("t.name = a" + " or t.name regex '(a{1000}){19}x'\n".repeat(2_000)))
                .errors())
        .isEmpty();
  }

  @Test
  void transformersOfHostileSize() {
    speaksOf(rule("tolower(".repeat(100_000) + "t.name"), "nested deeper than 50 levels");
    speaksOf(
        rule("concat(" + "t.name,\n".repeat(100_000) + "t.name) = a"), "more than 10000 arguments");
    speaksOf(rule("r", "t.num=1", "%" + "tolower(".repeat(100_000) + "t.name"), "nested deeper");
    speaksOf(rule("t.name = " + "val(".repeat(1_000) + "t.name"), "'val()' wants a field");
    assertThat(compile(rule("t.name contains allof (" + "word,\n".repeat(20_000) + "a)")).errors())
        .isEmpty();
    assertThat(compile(rule("t.name in (" + "t.path,\n".repeat(3_000) + "a)")).errors()).isEmpty();
  }

  @Test
  void parenthesesAsDeepAsUpstreamTakesThem() {
    assertThat(compile(rule("(".repeat(1_500) + "t.num=1" + ")".repeat(1_500))).errors()).isEmpty();
  }

  @Test
  void anItemThatIsChangedWithoutEnd() {
    String list = "- list: l\n  items: [a]\n  append: true\n";
    speaksOf("- list: l\n  items: [a]\n" + list.repeat(20_000), "more than 1000 times");
    String change = "- rule: r\n  condition: or t.num=2\n  override: {condition: append}\n";
    speaksOf(rule("t.num=1") + change.repeat(20_000), "more than 1000 times");
    assertThat(compile(rule("t.num=1") + change.repeat(900)).errors()).isEmpty();
  }

  @Test
  void exceptionsOfHostileSizeAndDepth() {
    String head = rule("t.num=1") + "  exceptions:\n    - name: e\n      fields: ";
    String rows = "[t.name, t.num]\n      values:\n" + "        - [a, 1]\n".repeat(60_000);
    assertThat(compile(head + rows)).isNotNull();
    String values = "t.name\n      values:\n" + "        - word\n".repeat(200_000);
    assertThat(compile(head + values).errors()).isEmpty();
    speaksOf(head + "[t.name]\n      values: " + "[".repeat(60) + "]".repeat(60) + "\n", "error");
    speaksOf(head + "&a [*a]\n      values: [[x]]\n", "error");
    speaksOf(head + "tolower(".repeat(10_000) + "t.name" + ")".repeat(10_000) + "\n", "error");
    speaksOf(head + "t.name\n      values: ['" + "tolower(".repeat(10_000) + "']\n", "error");
  }

  @Test
  void keysOfEveryKind() {
    speaksOf("- ? [rule, b]\n  : x\n", "a key has to be a word");
    speaksOf("- rule: {a: {b: {c: d}}}\n  override: {a: {b: c}, [x]: y}\n", "error");
    speaksOf("- required_plugin_versions: [[a], {name: [b]}, ~, {}]\n", "error");
    assertThat(compile("- \uD83D\uDE00\n".repeat(200_000)).leftOut()).isPositive();
  }

  @Test
  void moreProblemsThanAnyoneReads() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append(rule("r" + i, "t.nosuch" + i + " = 1", "m"));
    }
    LoadResult result = compile(text.toString());
    assertThat(result.diagnostics()).hasSize(Diagnostics.LIMIT);
    assertThat(result.leftOut()).isEqualTo(3_000 - Diagnostics.LIMIT);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyTextGivesDiagnosticsOnly(long seed) {
    Random random = new Random(seed);
    String[] pieces = {
      "- rule: r\n",
      "  condition: ",
      "t.name",
      " = ",
      "and ",
      "or ",
      "not ",
      "(",
      ")",
      "'",
      "\"",
      "\\",
      "[",
      "]",
      "in ",
      "evt.type",
      "open",
      "\n",
      "  output: ",
      "%",
      "%t.name",
      "- macro: m\n",
      "- list: l\n",
      "  items: [",
      ",",
      "  priority: INFO\n",
      "  desc: d\n",
      ">",
      "|",
      "*a",
      "&a ",
      "\t",
      "\0",
      "\uD83D",
      "\uD83D\uDE00",
      "é",
      "#",
      ": ",
      "---\n",
      "  exceptions:\n",
      "    - name: e\n",
      "      fields: [t.name]\n",
      "      values: [[",
      "]]\n",
      "tolower(",
      "val(t.num)",
      "anyof ",
      "  override: {condition: append}\n",
      "  source: test\n",
      "regex '(a*'",
      "glob '[a-'",
      "pmatch (",
      "{",
      "}",
      "?",
      "!x ",
      "tolower(",
      "join(',', (",
      "getopt(t.names, 'a:')[a]",
      "val(t.path)",
      "anyof ",
      "oneof (a, b)",
      "'\\xff'",
      "%len(t.names)",
      "evt.arg.x"
    };
    for (int i = 0; i < 1_500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n >= 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String condition = text.toString();
      for (String file : new String[] {condition, rule("r", condition, condition)}) {
        LoadResult result = compile(file);
        result
            .diagnostics()
            .forEach(d -> {
              assertThat(CaretRenderer.render(d)).contains(d.code().name());
              assertThat(d.locations()).isNotEmpty();
              assertThat(d.snippet()).doesNotContain("\n\n");
            });
        if (result.rules().isPresent()) {
          assertThat(result.describe().rules()).hasSameSizeAs(result.rules().get().rules());
        }
        assertThat(result.rules().isEmpty()).isEqualTo(!result.errors().isEmpty());
      }
    }
  }
}
