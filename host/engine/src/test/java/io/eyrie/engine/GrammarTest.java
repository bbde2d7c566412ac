// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How conditions are read. */
class GrammarTest {
  private static final Map<String, Object> A = Map.of("t.name", "a", "t.num", 1L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name=a",
        "t.name = b or t.name=a and t.num=1",
        "t.name=a and t.num=2 or t.num=1",
        "not t.name=b and t.num=1",
        "not (t.name=b or t.num=2)",
        "not not t.name=a",
        "not not not t.name=b",
        "((((t.name=a))))",
        "(t.name=a)and(t.num=1)",
        "not(t.name=b)",
        "\tt.name\n= \r\n a ",
        "t.name in (b,a)",
        "t.name in ( b , a )",
        "t.name in(b,a)",
        "t.num>0 and t.num<2",
        "t.name exists and t.num exists",
        "(t.name exists)",
        "t.name=a or t.name=\"never closed is not here\""
      })
  void holdsForAOne(String condition) {
    assertThat(matches(condition, A)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(t.name=b or t.name=a) and t.num=2",
        "t.num=2 and (t.name=b or t.name=a)",
        "not t.name=a or t.num=2",
        "not (t.name=a)",
        "t.name=b"
      })
  void doesNotHoldForAOne(String condition) {
    assertThat(matches(condition, A)).isFalse();
  }

  @Test
  void escapesInQuotedTexts() {
    assertThat(matches("t.name = \"a\\tb\\n\\\"c\\\\\"", Map.of("t.name", "a\tb\n\"c\\"))).isTrue();
    assertThat(matches("t.name = 'it\\'s \\/ \\b\\f\\r'", Map.of("t.name", "it's / \b\f\r")))
        .isTrue();
    assertThat(matches("t.name = 'a\\ b'", Map.of("t.name", "a\\b"))).isTrue();
    assertThat(matches("t.name = a\\b", Map.of("t.name", "a\\b"))).isTrue();
    assertThat(matches("t.name = '(a, b) = c'", Map.of("t.name", "(a, b) = c"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.name=a and | the condition ends where a term is wanted",
        "t.name=a andt.num=1 | a blank or '(' is wanted after 'and'",
        "t.name=a AND t.num=1 | 'and' or 'or' is wanted here, not 'AND'",
        "t.name=a t.num=1 | 'and' or 'or' is wanted here, not 't.num'",
        "t.name=a # why | 'and' or 'or' is wanted here, not '#'",
        "t.name=a) | this ')' closes nothing",
        "(t.name=a | this '(' is not closed",
        "() | a term is wanted here, not ')'",
        "t.name | an operator is wanted after 't.name'",
        "t.name is a | 'is' is no operator",
        "t.name <> a | '<' wants a number on its right",
        "t.name ! a | '!' alone is no operator",
        "t.name = | the condition ends where a value is wanted",
        "t.name = (a) | '=' takes one value, not a list",
        "t.name startswith (a, b) | 'startswith' takes one value, not a list",
        "t.name in (a b) | ',' or ')' is wanted in the list",
        "t.name in (a, | the condition ends where a value is wanted",
        "t.name in (a | this '(' is not closed",
        "t.name = 'a | the quote that begins here is not closed",
        "t.name = 'a\\q' | unknown escape \\q",
        "t.name = \"a\\'\" | the escape \\' is not allowed between \" quotes",
        "t.anc[1 = a | the argument that begins here is not closed",
        "t.anc[] = a | the argument is empty",
        "t.num > three | '>' wants a number on its right",
        "t.name containsa | 'containsa' is no operator",
        "proc = cat | 'and' or 'or' is wanted here, not '='",
        "or t.name=a | 'and' or 'or' is wanted here, not 't.name'"
      })
  void mistakesAreNamed(String condition, String message) {
    assertThat(problem(condition)).isEqualTo(message);
  }

  @Test
  void whatIsLeftOpenIsNamed() {
    assertThat(TestSource.rendered(TestSource.compile(TestSource.rule("t.num = 1 and\n  not"))))
        .contains("rules.yaml:7:7: error: the condition ends where a term is wanted");
    String bare =
        TestSource.rule("x").replaceAll("condition: \\|\\s+x", "condition: t.num = 1 and not");
    assertThat(TestSource.rendered(TestSource.compile(bare)))
        .contains("undefined macro 'not'", "write a term behind it");
    assertThat(TestSource.rendered(TestSource.compile("- rule: r\n  desc: 'd\n")))
        .contains("LOAD_ERR_YAML_PARSE", "what begins on line 2 is not closed");
  }
}
