// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Predicate.Quantifier;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.syntax.Operator;

/** Turns the comparison of two things of one event into a condition. */
final class EventComparison {
  private EventComparison() {}

  /** The condition; {@link Condition#FALSE} after a diagnostic. */
  static Condition condition(
      Subject left, Operator operator, Subject right, Span span, Problems problems) {
    if (!OperatorRules.takesEvent(operator)) {
      problems.fail(
          span,
          "'" + operator.word() + "' can't have something of the event on its right",
          "write a constant value");
      return Condition.FALSE;
    }
    for (Subject side : new Subject[] {left, right}) {
      if (side instanceof FieldUse use && Peculiarities.leftOnly(use.field().name())) {
        problems.fail(
            span,
            "field '" + use.field().name() + "' can't be compared with another field",
            "compare it with a constant value");
        return Condition.FALSE;
      }
    }
    if (left.type() != right.type() || left.type() == FieldType.IPNET) {
      problems.fail(
          span,
          "'"
              + left.text()
              + "' and '"
              + right.text()
              + "' can't be compared: "
              + left.type()
              + " and "
              + right.type(),
          "both sides have to be of one type, and no network");
      return Condition.FALSE;
    }
    boolean membership = operator == Operator.IN || operator == Operator.INTERSECTS;
    if (!membership && left.list() != right.list()) {
      problems.fail(
          span,
          "'"
              + (right.list() ? right : left).text()
              + "' is a list and '"
              + (right.list() ? left : right).text()
              + "' is none",
          "use 'in' or 'intersects'");
      return Condition.FALSE;
    }
    Quantifier quantifier =
        !left.list() ? Quantifier.ONE : operator == Operator.IN ? Quantifier.EACH : Quantifier.SOME;
    return Conditions.test(left, quantifier, new Matcher.WithEvent(operator, right));
  }
}
