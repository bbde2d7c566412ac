// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Expr.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts lists in the place of their names on the right of an operator. */
final class OperandExpander {
  private final ListTable lists;

  OperandExpander(ListTable lists) {
    this.lists = lists;
  }

  /** The operand without names of lists; null after a diagnostic. */
  @Nullable Operand expand(Operand operand, Diagnostics diagnostics) {
    return switch (operand) {
      case Expr.Nothing nothing -> nothing;
      case Expr.OfEvent event -> event;
      case Expr.Single(Literal value) -> single(value, diagnostics);
      case Expr.Values values -> new Expr.Values(words(values.values()), values.span());
    };
  }

  private @Nullable Operand single(Literal value, Diagnostics diagnostics) {
    List<Literal> words = value.quoted() ? null : lists.use(value.text());
    if (words == null) {
      return new Expr.Single(value);
    }
    if (words.size() != 1) {
      diagnostics.report(
          Code.LOAD_ERR_COMPILE_CONDITION,
          value.span(),
          "list '" + value.text() + "' has " + words.size() + " words where one value is wanted",
          "write 'in (" + value.text() + ")', or put quotes around the value if no list is meant");
      return null;
    }
    Literal only = words.getFirst();
    return new Expr.Single(new Literal(only.text(), only.quoted(), value.span()));
  }

  private List<Literal> words(List<Literal> values) {
    if (values.size() == 1 && !values.getFirst().quoted()) {
      List<Literal> words = lists.use(values.getFirst().text());
      return words == null ? values : words;
    }
    List<Literal> all = new ArrayList<>();
    for (Literal value : values) {
      List<Literal> words = value.quoted() ? null : lists.use(value.text());
      if (words == null) {
        all.add(value);
      } else {
        all.addAll(words);
      }
    }
    return List.copyOf(all);
  }
}
