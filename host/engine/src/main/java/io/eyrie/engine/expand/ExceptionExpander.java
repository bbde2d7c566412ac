// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.rulefile.Item.Entry;
import io.eyrie.engine.rulefile.Item.Many;
import io.eyrie.engine.rulefile.Item.One;
import io.eyrie.engine.syntax.Comparison;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Expr.Operand;
import io.eyrie.engine.syntax.Operator;
import io.eyrie.engine.syntax.PieceParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes conditions of exceptions. A value is put on the tree, never into a text: it is a literal,
 * the name of a list, or an expression such as {@code val(proc.name)}, and no character in it can
 * break the condition.
 */
final class ExceptionExpander {
  private final OperandExpander operands;

  ExceptionExpander(OperandExpander operands) {
    this.operands = operands;
  }

  /**
   * The exceptions that have values.
   *
   * @param rule takes what is wrong with the shape of an exception, at the rule's item
   * @param condition takes what is wrong with its values, at the rule's condition
   */
  List<ExpandedException> expand(
      List<ExceptionDefinition> exceptions, Diagnostics rule, Diagnostics condition) {
    List<ExpandedException> expanded = new ArrayList<>();
    for (ExceptionDefinition exception : exceptions) {
      if (exception.values().isEmpty()) {
        continue;
      }
      Diagnostics shape = rule.at(exception.trail());
      Expr expr =
          exception.single()
              ? single(exception, shape, condition)
              : rows(exception, shape, condition);
      if (expr != null) {
        expanded.add(
            new ExpandedException(exception.name().value(), expr, exception.name().span()));
      }
    }
    return List.copyOf(expanded);
  }

  private @Nullable Expr single(
      ExceptionDefinition exception, Diagnostics shape, Diagnostics condition) {
    List<Text> values = new ArrayList<>();
    for (Entry entry : exception.values()) {
      switch (entry) {
        case One(Text text) -> values.add(text);
        case Many many -> {
          shape.report(
              Code.LOAD_ERR_VALIDATE,
              many.span(),
              "a list stands where one value is wanted",
              "'fields' names one field, so write 'values: [a, b]'; several fields want a list");
          return null;
        }
      }
    }
    Operand right =
        list(exception.comps().getFirst(), values, exception.values().getFirst().span(), condition);
    return right == null ? null : check(exception, 0, right, exception.name().span());
  }

  private static Expr check(ExceptionDefinition exception, int field, Operand right, Span span) {
    Comparison comparison = exception.comps().get(field);
    return new Expr.Check(
        exception.fields().get(field), comparison.operator(), comparison.modifier(), right, span);
  }

  private @Nullable Expr rows(
      ExceptionDefinition exception, Diagnostics shape, Diagnostics condition) {
    List<Expr> rows = new ArrayList<>();
    boolean whole = true;
    for (Entry entry : exception.values()) {
      int size = entry instanceof Many many ? many.entries().size() : 1;
      if (!(entry instanceof Many row) || size != exception.fields().size()) {
        whole = false;
        shape.report(
            Code.LOAD_ERR_VALIDATE,
            entry.span(),
            "the exception compares "
                + exception.fields().size()
                + " fields, but "
                + (entry instanceof Many ? "this row has " + size : "this is no row"),
            "write each row as a list with one value for each field, as in 'values: [[a, b]]'");
        continue;
      }
      Expr expr = row(exception, row, condition);
      whole &= expr != null;
      if (expr != null) {
        rows.add(expr);
      }
    }
    if (!whole) {
      return null;
    }
    return rows.size() == 1
        ? rows.getFirst()
        : new Expr.Or(List.copyOf(rows), exception.name().span());
  }

  private @Nullable Expr row(ExceptionDefinition exception, Many row, Diagnostics condition) {
    List<Expr> checks = new ArrayList<>();
    for (int i = 0; i < row.entries().size(); i++) {
      Entry entry = row.entries().get(i);
      Operand right = operand(exception.comps().get(i), entry, condition);
      if (right == null) {
        return null;
      }
      checks.add(check(exception, i, right, entry.span()));
    }
    return checks.size() == 1 ? checks.getFirst() : new Expr.And(List.copyOf(checks), row.span());
  }

  private @Nullable Operand operand(Comparison comparison, Entry entry, Diagnostics diagnostics) {
    if (comparison.operator() == Operator.EXISTS) {
      diagnostics.report(
          Code.LOAD_ERR_COMPILE_CONDITION,
          entry.span(),
          "'exists' takes no value",
          "exceptions have a value for each field; write the check into the condition");
      return null;
    }
    boolean list = ExceptionMerger.takesList(comparison);
    return switch (entry) {
      case One(Text text) when list -> list(comparison, List.of(text), text.span(), diagnostics);
      case One(Text text) -> {
        Operand read = PieceParser.operand(text, Code.LOAD_ERR_COMPILE_CONDITION, diagnostics);
        yield read == null ? null : operands.expand(read, diagnostics);
      }
      case Many many when list -> {
        List<Text> texts = new ArrayList<>();
        many.entries()
            .forEach(inner -> {
              if (inner instanceof One(Text text)) {
                texts.add(text);
              }
            });
        yield list(comparison, texts, many.span(), diagnostics);
      }
      case Many many -> {
        diagnostics.report(
            Code.LOAD_ERR_COMPILE_CONDITION,
            many.span(),
            "'" + comparison.text() + "' compares with one value, not with a list",
            "use 'in' or a modifier such as '" + comparison.operator().word() + " anyof'");
        yield null;
      }
    };
  }

  /** The values as the list on the right of an operator. */
  private @Nullable Operand list(
      Comparison comparison, List<Text> texts, Span span, Diagnostics diagnostics) {
    List<Literal> literals = new ArrayList<>();
    for (Text text : texts) {
      switch (PieceParser.operand(text, Code.LOAD_ERR_COMPILE_CONDITION, diagnostics)) {
        case null -> {
          return null;
        }
        case Expr.Single(Literal literal) -> literals.add(literal);
        case Expr.OfEvent event when texts.size() == 1 && comparison.modifier() == null -> {
          return event;
        }
        case Expr.OfEvent event -> {
          diagnostics.report(
              Code.LOAD_ERR_COMPILE_CONDITION,
              event.span(),
              "something of the event can't stand among other values",
              "write an exception of its own for it");
          return null;
        }
        case Expr.Values _, Expr.Nothing _ -> {}
      }
    }
    return operands.expand(new Expr.Values(List.copyOf(literals), span), diagnostics);
  }
}
