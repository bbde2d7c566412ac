// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.Expr.Literal;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry of a {@code list}: a text in quotes (within what YAML gave) is resolved as in a
 * condition, anything else stands for itself, blanks and parentheses included.
 */
public final class ListWord {
  private ListWord() {}

  /** The entry as a literal, or null after a diagnostic. */
  public static @Nullable Literal parse(Text text, Diagnostics diagnostics) {
    return parse(text, Code.LOAD_ERR_COMPILE_CONDITION, diagnostics);
  }

  static @Nullable Literal parse(Text text, Code code, Diagnostics diagnostics) {
    String value = text.value();
    if (value.isEmpty() || (value.charAt(0) != '"' && value.charAt(0) != '\'')) {
      return new Literal(value, false, text.span());
    }
    Lexer lexer = new Lexer(text);
    try {
      String resolved = QuotedText.take(lexer);
      if (!lexer.atEnd()) {
        throw new SyntaxError(
            lexer.span(lexer.position(), value.length()),
            "something follows the closing quote of this entry",
            "put quotes around the whole entry, or around none of it");
      }
      return new Literal(resolved, true, text.span());
    } catch (SyntaxError e) {
      diagnostics.report(code, e.span(), e.problem(), e.hint());
      return null;
    }
  }
}
