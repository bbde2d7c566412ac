// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition as written: names are words still, but precedence is settled. */
public sealed interface Expr {
  /** The place of the expression. */
  Span span();

  /** All terms hold. At least two terms, none of them an {@code And}. */
  record And(List<Expr> terms, Span span) implements Expr {}

  /** Some term holds. At least two terms, none of them an {@code Or}. */
  record Or(List<Expr> terms, Span span) implements Expr {}

  /** The term does not hold. The term is no {@code Not}. */
  record Not(Expr term, Span span) implements Expr {}

  /** A macro by its name. */
  record MacroRef(String name, Span span) implements Expr {}

  /** A field compared with what stands on the right. */
  record Check(FieldRef field, Operator operator, Operand operand, Span span) implements Expr {}

  /**
   * A field by its name.
   *
   * @param argument the text in the brackets, null when there are none
   */
  record FieldRef(String name, @Nullable String argument, Span span) {
    /** The name with its argument, as in {@code proc.aname[2]}. */
    public String text() {
      return argument == null ? name : name + "[" + argument + "]";
    }
  }

  /** What stands on the right of an operator. */
  sealed interface Operand {}

  /** Nothing, after {@code exists}. */
  record Nothing() implements Operand {}

  /** One value. */
  record Single(Literal value) implements Operand {}

  /** A list of values, perhaps empty. */
  record Values(List<Literal> values, Span span) implements Operand {}

  /**
   * A value as written, escapes resolved.
   *
   * @param quoted whether it stood in quotes, so that it can't be the name of a list
   */
  record Literal(String text, boolean quoted, Span span) {}
}
