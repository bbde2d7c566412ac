// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.RuleSelection.By;
import io.eyrie.engine.RuleSelection.Entry;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSelectionTest {
  private static final String RULES =
      rule("Shell in container", "t.num=1", "m")
          + "  tags: [shell, container]\n"
          + rule("Shell on host", "t.num=1", "m")
          + "  tags: [shell]\n  enabled: false\n"
          + rule("Other", "t.num=1", "m");

  private static LoadResult load(Entry... entries) {
    return new RuleCompiler(
            List.of(TestSource.DECLARATION),
            TestSource.settings(Priority.DEBUG, new RuleSelection(List.of(entries))))
        .compile(List.of(new SourceText("rules.yaml", RULES)));
  }

  private static List<String> active(Entry... entries) {
    return load(entries).rules().orElseThrow().rules().stream()
        .filter(RuleDescription::active)
        .map(RuleDescription::name)
        .toList();
  }

  private static Entry enable(By by, String name) {
    return new Entry(true, by, name, new SourceText("eyrie.yaml", name).span(0, name.length()));
  }

  private static Entry disable(By by, String name) {
    return new Entry(false, by, name, new SourceText("eyrie.yaml", name).span(0, name.length()));
  }

  @Test
  void entriesAreAppliedInTheirOrderAndRulesKeepTheirs() {
    assertThat(active()).containsExactly("Shell in container", "Other");
    assertThat(active(enable(By.TAG, "shell")))
        .containsExactly("Shell in container", "Shell on host", "Other");
    assertThat(active(disable(By.RULE, "*"), enable(By.RULE, "Shell * host")))
        .containsExactly("Shell on host");
    assertThat(active(enable(By.TAG, "shell"), disable(By.TAG, "container")))
        .containsExactly("Shell on host", "Other");
  }

  @Test
  void namesAreMatchedAsAWholeAndByCase() {
    assertThat(active(disable(By.RULE, "Oth"))).contains("Other");
    assertThat(active(disable(By.RULE, "other"))).contains("Other");
    assertThat(active(disable(By.TAG, "shel*"))).contains("Shell in container");
    assertThat(RuleSelection.matches("*ab", "xabyab")).isTrue();
    assertThat(RuleSelection.matches("a*b*c", "a-b-b-c")).isTrue();
    assertThat(RuleSelection.matches("a*b*c", "a-c-b")).isFalse();
    assertThat(RuleSelection.matches("", "")).isTrue();
    assertThat(RuleSelection.matches("**", "anything")).isTrue();
    assertThat(RuleSelection.matches("*a".repeat(50) + "b", "a".repeat(100_000))).isFalse();
  }

  @Test
  void anEntryThatSelectsNothingIsWarnedOf() {
    assertThat(load(disable(By.RULE, "Othr"), enable(By.TAG, "x")).warnings())
        .extracting(Diagnostic::summary)
        .containsExactly(
            "eyrie.yaml:1:1: warning: no rule is named 'Othr' [LOAD_UNMATCHED_SELECTION]",
            "eyrie.yaml:1:1: warning: no rule has the tag 'x' [LOAD_UNMATCHED_SELECTION]");
    assertThat(load(disable(By.RULE, "Othr")).warnings().getFirst().hint())
        .isEqualTo("did you mean 'Other'?");
  }
}
