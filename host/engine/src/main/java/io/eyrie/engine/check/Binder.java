// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Modifier;
import io.eyrie.engine.syntax.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds the condition of a rule to the fields of its source. All problems of a condition are
 * reported, not only the first.
 */
public final class Binder {
  /** How many values {@code oneof} may have. */
  private static final int MOST_ALTERNATIVES = 1_000;

  private final SourceFields fields;
  private final Problems problems;
  private final SubjectBinder subjects;
  private final Suspicions suspicions;

  private Binder(SourceFields fields, Diagnostics diagnostics) {
    this.fields = fields;
    this.problems = new Problems(Code.LOAD_ERR_COMPILE_CONDITION, diagnostics);
    this.subjects = new SubjectBinder(fields, problems);
    this.suspicions = new Suspicions(fields, problems);
  }

  /**
   * What became of a condition.
   *
   * @param condition the bound condition, null when there was an error
   * @param onlyUnknownNames whether all errors were about fields or event types that the source
   *     does not know
   */
  public record Result(@Nullable Condition condition, boolean onlyUnknownNames) {}

  /** Binds a condition; what is wrong goes to the diagnostics. */
  public static Result bind(Expr expr, SourceFields fields, Diagnostics diagnostics) {
    Binder binder = new Binder(fields, diagnostics);
    Condition condition = binder.bind(expr);
    return new Result(
        binder.problems.failed() ? null : condition, binder.problems.onlyUnknownNames());
  }

  private Condition bind(Expr expr) {
    return switch (expr) {
      case Expr.And and -> new Condition.All(bind(and.terms()));
      case Expr.Or or -> new Condition.Any(bind(or.terms()));
      case Expr.Not not -> new Condition.Negation(bind(not.term()));
      case Expr.MacroRef _ -> {
        // Reported when it could not be expanded.
        problems.noteOther();
        yield Condition.FALSE;
      }
      case Expr.Check check -> check(check);
    };
  }

  private List<Condition> bind(List<Expr> terms) {
    List<Condition> bound = new ArrayList<>(terms.size());
    for (Expr term : terms) {
      bound.add(bind(term));
    }
    return List.copyOf(bound);
  }

  private Condition check(Expr.Check check) {
    List<Literal> literals = literals(check.right());
    suspicions.look(check, literals);
    Subject left = subjects.bind(check.left());
    Subject right =
        check.right() instanceof Expr.OfEvent event ? subjects.bind(event.term()) : null;
    if (left == null || (right == null && check.right() instanceof Expr.OfEvent)) {
      return Condition.FALSE;
    }
    Set<Operator> allowed = OperatorRules.allowed(left);
    if (!allowed.contains(check.operator())) {
      problems.fail(
          check.span(),
          "operator '"
              + check.operator().word()
              + "' can't be used with "
              + (left instanceof FieldUse use ? "field '" + use.field().name() : "'" + left.text())
              + "', which holds "
              + OperatorRules.holds(left),
          "operators for it are "
              + String.join(", ", allowed.stream().map(Operator::word).toList()));
      return Condition.FALSE;
    }
    if (isEventType(left)) {
      if (!(left instanceof FieldUse) || right != null) {
        problems.fail(
            check.span(),
            "'evt.type' can only be compared with names of event types",
            "write for instance 'evt.type in (open, close)'");
        return Condition.FALSE;
      }
      if (!eventTypesKnown(literals)) {
        return Condition.FALSE;
      }
    }
    if (right != null) {
      return EventComparison.condition(left, check.operator(), right, check.span(), problems);
    }
    Modifier modifier = check.modifier();
    LiteralComparison comparison =
        new LiteralComparison(problems, fields.regexes(), left, check.operator(), modifier == null);
    return modifier == null
        ? comparison.condition(literals)
        : modified(comparison, modifier, check, literals);
  }

  private static List<Literal> literals(Expr.Operand right) {
    return switch (right) {
      case Expr.Nothing _, Expr.OfEvent _ -> List.of();
      case Expr.Single(Literal value) -> List.of(value);
      case Expr.Values values -> values.values();
    };
  }

  private Condition modified(
      LiteralComparison comparison, Modifier modifier, Expr.Check check, List<Literal> literals) {
    if (literals.isEmpty()) {
      return Condition.FALSE;
    }
    if (modifier == Modifier.ANYOF && check.operator() == Operator.EQ) {
      return comparison.condition(literals);
    }
    if (modifier == Modifier.ONEOF && literals.size() > MOST_ALTERNATIVES) {
      problems.fail(
          check.span(),
          "'oneof' has more than " + MOST_ALTERNATIVES + " values",
          "use 'in' if no value can fit twice");
      return Condition.FALSE;
    }
    List<Condition> terms = new ArrayList<>(literals.size());
    for (Literal literal : literals) {
      terms.add(comparison.condition(List.of(literal)));
    }
    return switch (modifier) {
      case ANYOF -> Conditions.any(terms);
      case ALLOF -> Conditions.all(terms);
      case ONEOF -> Conditions.exactlyOne(terms);
    };
  }

  private static boolean isEventType(Subject subject) {
    return subject.fields().stream().anyMatch(use -> use.engine() == EventField.TYPE);
  }

  private boolean eventTypesKnown(List<Literal> literals) {
    boolean known = true;
    for (Literal literal : literals) {
      if (!fields.eventTypes().containsKey(literal.text())) {
        known = false;
        String source = fields.declaration().name();
        problems.unknown(
            literal.span(),
            "source '" + source + "' has no event type '" + literal.text() + "'",
            Suggestions.hint(
                literal.text(),
                fields.eventTypes().keySet(),
                "'eyrie fields --source " + source + "' lists its event types"));
      }
    }
    return known;
  }
}
