// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Operator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Warns of comparisons of audit fields with the text {@code <NA>}: rules that were written when
 * such fields had that text for a value, which is no value today.
 */
final class NaChecks {
  private static final String NO_VALUE = "<NA>";
  private static final Set<Operator> OPERATORS =
      EnumSet.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS, Operator.PMATCH);

  private NaChecks() {}

  static void warn(Expr expr, Diagnostics diagnostics) {
    switch (expr) {
      case Expr.And(List<Expr> terms, _) -> terms.forEach(term -> warn(term, diagnostics));
      case Expr.Or(List<Expr> terms, _) -> terms.forEach(term -> warn(term, diagnostics));
      case Expr.Not(Expr term, _) -> warn(term, diagnostics);
      case Expr.MacroRef _ -> {}
      case Expr.Check check -> {
        if (check.left() instanceof FieldRef field
            && (field.name().startsWith("ka.") || field.name().startsWith("jevt."))
            && OPERATORS.contains(check.operator())
            && comparesWithNothing(check.right())) {
          diagnostics.report(
              Code.LOAD_UNSAFE_NA_CHECK,
              check.span(),
              "'" + field.text() + "' is compared with <NA>, which is no value that it ever has",
              "write '"
                  + field.text()
                  + " exists', or 'not "
                  + field.text()
                  + " exists' for events without it");
        }
      }
    }
  }

  private static boolean comparesWithNothing(Expr.Operand operand) {
    return switch (operand) {
      case Expr.Single(Literal value) -> value.text().equals(NO_VALUE);
      case Expr.Values(List<Literal> values, _) ->
          values.stream().anyMatch(value -> value.text().equals(NO_VALUE));
      case Expr.Nothing _, Expr.OfEvent _ -> false;
    };
  }
}
