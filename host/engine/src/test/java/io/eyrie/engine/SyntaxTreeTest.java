// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.ConditionParser;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Modifier;
import io.eyrie.engine.syntax.Operator;
import io.eyrie.engine.syntax.PieceParser;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trees of conditions, and of the pieces that exceptions are made of. */
class SyntaxTreeTest {
  private final Diagnostics diagnostics = new Diagnostics();

  private static Text text(String value) {
    return Text.at(value, new SourceText("f", value).span(0, value.length()));
  }

  private Expr.Check check(String condition) {
    Expr expr = ConditionParser.parse(text(condition), diagnostics);
    assertThat(diagnostics.sorted()).isEmpty();
    return (Expr.Check) Objects.requireNonNull(expr);
  }

  private static String show(Expr.Operand operand) {
    return switch (operand) {
      case Expr.Nothing _ -> "nothing";
      case Expr.Single(Expr.Literal value) -> "one " + value.text();
      case Expr.Values values ->
          values.values().stream().map(Expr.Literal::text).collect(Collectors.joining("|"));
      case Expr.OfEvent event -> "event " + event.term().text();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tolower(t.name) = a | tolower(t.name) | one a",
        "tolower( toupper( t.name ) )=a | tolower(toupper(t.name)) | one a",
        "concat(t.name, '/', 3, t.anc[2]) = a | concat(t.name, /, 3, t.anc[2]) | one a",
        "join(',', (t.name, t.path)) = a | join(,, (t.name, t.path)) | one a",
        "getopt(t.names, 'ab:')[b] = a | getopt(t.names, ab:)[b] | one a",
        "t.name = val(t.path) | t.name | event t.path",
        "t.name = val( t.anc[1] ) | t.name | event t.anc[1]",
        "t.name=tolower(t.path) | t.name | event tolower(t.path)",
        "t.num > len(t.path) | t.num | event len(t.path)",
        "t.num <= val(t.size) | t.num | event t.size",
        "t.name in val(t.names) | t.name | event t.names",
        "t.name in cat | t.name | cat",
        "t.name = anyof | t.name | one anyof",
        "t.name = toloweR | t.name | one toloweR",
        "t.name exists | t.name | nothing"
      })
  void leftAndRight(String condition, String left, String right) {
    Expr.Check check = check(condition);
    assertThat(check.left().text()).isEqualTo(left);
    assertThat(show(check.right())).isEqualTo(right);
    assertThat(check.modifier()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t.name = anyof (a, b) | EQ | ANYOF | a;b",
        "t.name startswith allof (a) | STARTSWITH | ALLOF | a",
        "t.name != oneof () | NE | ONEOF | ''",
        "t.name glob anyof names | GLOB | ANYOF | names"
      })
  void modifiers(String condition, Operator operator, Modifier modifier, String values) {
    Expr.Check check = check(condition);
    assertThat(check.operator()).isEqualTo(operator);
    assertThat(check.modifier()).isEqualTo(modifier);
    assertThat(show(check.right())).isEqualTo(values.replace(';', '|'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t.name = anyof and t.num = 1", "t.name = oneof or t.num = 1", "(t.name = allof)"})
  void aModifierBeforeNoListIsAValue(String condition) {
    assertThat(ConditionParser.parse(text(condition), diagnostics)).isNotNull();
    assertThat(diagnostics.sorted()).isEmpty();
  }

  private @Nullable String problem() {
    return diagnostics.sorted().stream().map(Diagnostic::message).findFirst().orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tolow(t.name) = a | 'tolow' is no transformer",
        "val(t.name) = a | 'val()' can only stand on the right of an operator",
        "t.name = val(tolower(t.name)) | 'val()' wants a field within its parentheses",
        "t.name = val(t.name, t.path) | ')' is wanted here: 'val()' takes one field",
        "tolower(t.name = a | ',' or ')' is wanted here",
        "tolower(name) = a | an argument of a transformer is wanted here, not 'name'",
        "tolower() = a | an argument of a transformer is wanted here, not ')'",
        "join(',', ((t.name))) = a | an argument of a transformer is wanted here, not '('",
        "tolower(t.name | the '(' after this is not closed",
        "tolower( | the condition ends where an argument of a transformer is wanted",
        "t.name = '\\x1' | two hexadecimal digits are wanted after \\x",
        "t.name = '\\x00' | a text can't contain the character NUL"
      })
  void mistakesAreNamed(String condition, String message) {
    ConditionParser.parse(text(condition), diagnostics);
    assertThat(problem()).isEqualTo(message);
  }

  @Test
  void transformersNestedTooDeep() {
    String condition = "tolower(".repeat(60) + "t.name" + ")".repeat(60) + " = a";
    ConditionParser.parse(text(condition), diagnostics);
    assertThat(problem()).isEqualTo("transformers are nested deeper than 50 levels");
  }

  @Test
  void thePiecesOfExceptions() {
    Code code = Code.LOAD_ERR_VALIDATE;
    assertThat(
            Objects.requireNonNull(PieceParser.term(text(" t.anc[1] "), code, diagnostics)).text())
        .isEqualTo("t.anc[1]");
    assertThat(Objects.requireNonNull(PieceParser.term(text("tolower(t.name)"), code, diagnostics)))
        .isInstanceOf(Expr.Call.class);
    assertThat(PieceParser.comparison(text(" startswith "), code, diagnostics))
        .hasToString("Comparison[operator=STARTSWITH, modifier=null]");
    assertThat(PieceParser.comparison(text("=  anyof"), code, diagnostics))
        .hasToString("Comparison[operator=EQ, modifier=ANYOF]");
    assertThat(show(operand("val(t.name)"))).isEqualTo("event t.name");
    assertThat(show(operand("tolower(t.name)"))).isEqualTo("event tolower(t.name)");
    assertThat(show(operand("'a b'"))).isEqualTo("one a b");
    assertThat(show(operand("a (b), c"))).isEqualTo("one a (b), c");
    assertThat(diagnostics.sorted()).isEmpty();
  }

  private Expr.Operand operand(String value) {
    return Objects.requireNonNull(
        PieceParser.operand(text(value), Code.LOAD_ERR_VALIDATE, diagnostics));
  }

  @ParameterizedTest
  @ValueSource(strings = {"is", "= some", "in anyof", "startswith x", "", "=="})
  void noComparison(String value) {
    boolean fine = value.equals("==");
    assertThat(PieceParser.comparison(text(value), Code.LOAD_ERR_VALIDATE, diagnostics) != null)
        .isEqualTo(fine);
    assertThat(diagnostics.sorted()).hasSize(fine ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "", "t.name = a", "tolower(t.name", "val(t.name)"})
  void noTerm(String value) {
    assertThat(PieceParser.term(text(value), Code.LOAD_ERR_VALIDATE, diagnostics)).isNull();
    assertThat(diagnostics.sorted())
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_ERR_VALIDATE);
  }
}
