// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Operator;
import io.eyrie.engine.syntax.Transformer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Warns of checks that compile but probably don't mean what they say. */
final class Suspicions {
  private static final Pattern CALL =
      Pattern.compile(
          Stream.concat(Transformer.words().stream(), Stream.of(Transformer.VAL))
              .collect(Collectors.joining("|", "(", ")\\(.*\\)")));
  private static final Set<Operator> MEMBERSHIP =
      EnumSet.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS, Operator.PMATCH);
  private static final int LONGEST = 1_000;

  private final SourceFields fields;
  private final Problems problems;

  Suspicions(SourceFields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** Looks at the literals of a check. */
  void look(Expr.Check check, List<Literal> literals) {
    boolean audit =
        check.left() instanceof Expr.FieldRef ref
            && (ref.name().startsWith("ka.") || ref.name().startsWith("jevt."))
            && MEMBERSHIP.contains(check.operator());
    for (Literal literal : literals) {
      if (audit && literal.text().equals("<NA>")) {
        problems.warn(
            Code.LOAD_UNSAFE_NA_CHECK,
            literal.span(),
            "'" + check.left().text() + "' never holds the text <NA>: without a value it is absent",
            "write 'not " + check.left().text() + " exists'");
      }
      if (literal.text().length() <= LONGEST) {
        misplaced(literal);
      }
    }
  }

  private void misplaced(Literal literal) {
    String text = literal.text();
    if (text.indexOf('.') > 0 && isField(text.replace(" ", ""))) {
      problems.warn(
          Code.LOAD_COMPILE_CONDITION,
          literal.span(),
          "'" + text + "' is the name of a field, but is compared as a text here",
          "write 'val(" + text + ")' if the field is meant");
    } else if (text.indexOf('(') > 0 && CALL.matcher(text.replace(" ", "")).matches()) {
      problems.warn(
          Code.LOAD_COMPILE_CONDITION,
          literal.span(),
          "'" + text + "' looks like a transformer, but is compared as a text here",
          "write it without quotes if the transformer is meant");
    }
  }

  /** Whether the text names a field, with its argument if it takes one. */
  private boolean isField(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      SourceFields.Named named = fields.resolve(text);
      return named != null
          && (named.key() == null
              || (!named.field().keys().isEmpty() && named.field().takesKey(named.key())));
    }
    SourceFields.Named named = fields.resolve(text.substring(0, bracket));
    return named != null
        && named.key() == null
        && text.indexOf(']') == text.length() - 1
        && (named.field().argument().acceptsIndex() || named.field().argument().acceptsKey());
  }
}
