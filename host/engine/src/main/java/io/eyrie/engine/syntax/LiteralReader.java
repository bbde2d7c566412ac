// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.syntax.Expr.Literal;
import java.util.ArrayList;
import java.util.List;

/** Reads values: words, quoted texts, numbers, lists of them. */
final class LiteralReader {
  private final Lexer lexer;

  LiteralReader(Lexer lexer) {
    this.lexer = lexer;
  }

  /** Takes a word or a quoted text. */
  Literal value() throws SyntaxError {
    int start = lexer.position();
    if (lexer.atQuote()) {
      String text = QuotedText.take(lexer);
      return new Literal(text, true, lexer.spanFrom(start));
    }
    if (!lexer.takeBare()) {
      throw new SyntaxError(
          lexer.span(start, start + 1),
          lexer.atEnd()
              ? "the condition ends where a value is wanted"
              : "a value is wanted here, not '" + lexer.peek() + "'",
          "put a value that contains blanks or one of ( ) \" ' = , in quotes");
    }
    String text = lexer.from(start);
    if (text.indexOf('\0') >= 0) {
      throw new SyntaxError(
          lexer.spanFrom(start), "a text can't contain the character NUL", "remove it");
    }
    return new Literal(text, false, lexer.spanFrom(start));
  }

  /** Takes a number, as far as it goes. */
  Literal number(Operator operator) throws SyntaxError {
    int start = lexer.position();
    if (lexer.takeNumber()) {
      return new Literal(lexer.from(start), false, lexer.spanFrom(start));
    }
    String word = lexer.wordHere();
    throw new SyntaxError(
        lexer.span(start, start + Math.max(1, word.length())),
        "'" + operator.word() + "' wants a number on its right",
        "write a number without quotes");
  }

  /** Takes a list in parentheses, or one value. */
  Expr.Values list() throws SyntaxError {
    int start = lexer.position();
    if (!lexer.take('(')) {
      Literal only = value();
      return new Expr.Values(List.of(only), lexer.spanFrom(start));
    }
    lexer.skipBlanks();
    if (lexer.take(')')) {
      return new Expr.Values(List.of(), lexer.spanFrom(start));
    }
    List<Literal> values = new ArrayList<>();
    while (true) {
      lexer.skipBlanks();
      values.add(value());
      lexer.skipBlanks();
      if (lexer.take(')')) {
        return new Expr.Values(List.copyOf(values), lexer.spanFrom(start));
      }
      int here = lexer.position();
      if (!lexer.take(',')) {
        throw lexer.atEnd()
            ? lexer.error(start, "this '(' is not closed", "add the missing ')'")
            : lexer.error(
                here,
                "',' or ')' is wanted in the list",
                "separate the values by ','; put a value with blanks or brackets in quotes");
      }
    }
  }
}
