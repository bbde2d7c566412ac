// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.syntax.Expr.Literal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the tree of a condition as text, in the form in which Falco shows compiled conditions:
 * every {@code and} and {@code or} in parentheses, values with blanks in quotes.
 */
public final class ConditionText {
  private ConditionText() {}

  /** The text of the tree. */
  public static String of(Expr expr) {
    StringBuilder out = new StringBuilder();
    write(expr, out);
    return out.toString();
  }

  private static void write(Expr expr, StringBuilder out) {
    switch (expr) {
      case Expr.And(List<Expr> terms, _) -> join(terms, " and ", out);
      case Expr.Or(List<Expr> terms, _) -> join(terms, " or ", out);
      case Expr.Not(Expr term, _) -> {
        out.append("not ");
        write(term, out);
      }
      case Expr.MacroRef(String name, _) -> out.append(name);
      case Expr.Check check -> check(check, out);
    }
  }

  private static void join(List<Expr> terms, String word, StringBuilder out) {
    String between = "(";
    for (Expr term : terms) {
      out.append(between);
      write(term, out);
      between = word;
    }
    out.append(')');
  }

  private static void check(Expr.Check check, StringBuilder out) {
    out.append(check.left().text()).append(' ').append(check.operator().word());
    if (check.modifier() != null) {
      out.append(' ').append(check.modifier().word());
    }
    switch (check.right()) {
      case Expr.Nothing _ -> {}
      case Expr.Single(Literal value) -> out.append(' ').append(word(value));
      case Expr.Values(List<Literal> values, _) ->
          out.append(
              values.stream()
                  .map(ConditionText::word)
                  .collect(Collectors.joining(", ", " (", ")")));
      case Expr.OfEvent(Expr.Term term, _) ->
          out.append(' ')
              .append(
                  term instanceof Expr.FieldRef field ? "val(" + field.text() + ")" : term.text());
    }
  }

  private static String word(Literal value) {
    return value.text().indexOf(' ') < 0 && !value.text().isEmpty()
        ? value.text()
        : '"' + value.text() + '"';
  }
}
