// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Span;
import java.util.List;
import java.util.stream.Collectors;
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

  /**
   * Something of the event compared with what stands on the right.
   *
   * @param modifier how many values of a list on the right have to fit; null for the operator as it
   *     is
   */
  record Check(Term left, Operator operator, @Nullable Modifier modifier, Operand right, Span span)
      implements Expr {}

  /** Something of the event: a field, or what a transformer makes of fields. */
  sealed interface Term extends Argument {
    @Override
    String text();

    @Override
    Span span();
  }

  /**
   * A field by its name.
   *
   * @param argument the text in the brackets, null when there are none
   */
  record FieldRef(String name, @Nullable String argument, Span span) implements Term {
    /** The name with its argument, as in {@code proc.aname[2]}. */
    @Override
    public String text() {
      return argument == null ? name : name + "[" + argument + "]";
    }
  }

  /**
   * A transformer with what it is applied to.
   *
   * @param arguments at least one
   * @param argument the text in the brackets after it, as in {@code getopt(proc.args, "n:")[n]};
   *     null when there are none
   */
  record Call(
      Transformer transformer, List<Argument> arguments, @Nullable String argument, Span span)
      implements Term {
    @Override
    public String text() {
      String inner = arguments.stream().map(Argument::text).collect(Collectors.joining(", "));
      String whole = transformer.word() + "(" + inner + ")";
      return argument == null ? whole : whole + "[" + argument + "]";
    }
  }

  /** What a transformer is applied to. */
  sealed interface Argument {
    /** As it would be written, the quotes of texts aside. */
    String text();

    /** The place. */
    Span span();
  }

  /** A list in parentheses within a transformer; its elements are no lists themselves. */
  record ListOf(List<Argument> elements, Span span) implements Argument {
    @Override
    public String text() {
      return elements.stream().map(Argument::text).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /** What stands on the right of an operator. */
  sealed interface Operand {}

  /** Nothing, after {@code exists}. */
  record Nothing() implements Operand {}

  /** One value. */
  record Single(Literal value) implements Operand {}

  /** A list of values, perhaps empty; always on the right of a modifier. */
  record Values(List<Literal> values, Span span) implements Operand {}

  /** Something of the same event: {@code val(field)}, whose term is the field, or a transformer. */
  record OfEvent(Term term, Span span) implements Operand {}

  /**
   * A value as written, escapes resolved. A byte that an escape {@code \xHH} names above 7F is held
   * as one of the unpaired surrogates U+DC80 to U+DCFF, so that bytes that are no UTF-8 survive.
   *
   * @param quoted whether it stood in quotes, so that it can't be the name of a list
   */
  record Literal(String text, boolean quoted, Span span) implements Argument {}
}
