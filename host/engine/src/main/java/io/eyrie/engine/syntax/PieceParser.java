// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.Expr.Operand;
import io.eyrie.engine.syntax.Expr.Term;
import org.jspecify.annotations.Nullable;

/**
 * Parses pieces of checks that stand alone, as an exception's {@code fields}, {@code comps} and
 * {@code values} do. Blanks at either end don't count. Each method gives null after the diagnostic
 * of the first mistake.
 */
public final class PieceParser {
  private final Text text;
  private final Lexer lexer;
  private final TermReader terms;

  private PieceParser(Text text) {
    this.text = text;
    this.lexer = new Lexer(text);
    this.terms = new TermReader(lexer);
  }

  /** What one piece is read by. */
  @FunctionalInterface
  private interface Reading<T> {
    T read(PieceParser parser) throws SyntaxError;
  }

  private static <T> @Nullable T parse(
      Text text, Code code, Diagnostics diagnostics, Reading<T> reading) {
    try {
      PieceParser parser = new PieceParser(text);
      parser.lexer.skipBlanks();
      T piece = reading.read(parser);
      parser.end();
      return piece;
    } catch (SyntaxError e) {
      diagnostics.report(code, e.span(), e.problem(), e.hint());
      return null;
    }
  }

  /** A field such as {@code proc.aname[2]}, or a transformer such as {@code tolower(proc.name)}. */
  public static @Nullable Term term(Text text, Code code, Diagnostics diagnostics) {
    return parse(text, code, diagnostics, PieceParser::term);
  }

  /** An operator such as {@code startswith}, or one with a modifier such as {@code = anyof}. */
  public static @Nullable Comparison comparison(Text text, Code code, Diagnostics diagnostics) {
    return parse(text, code, diagnostics, PieceParser::comparison);
  }

  /**
   * One value: {@code val(...)} or a transformer stands for something of the event, a text in
   * quotes is resolved, and anything else stands for itself, blanks and parentheses included.
   */
  public static @Nullable Operand operand(Text text, Code code, Diagnostics diagnostics) {
    if (beginsWithCall(text)) {
      return parse(text, code, diagnostics, PieceParser::ofEvent);
    }
    Expr.Literal literal = ListWord.parse(text, code, diagnostics);
    return literal == null ? null : new Expr.Single(literal);
  }

  /**
   * The transformer that begins at a position of a longer text, such as an output; what follows it
   * is of no concern.
   */
  public static @Nullable Placed<Term> callAt(
      Text text, int start, Code code, Diagnostics diagnostics) {
    PieceParser parser = new PieceParser(text);
    parser.lexer.moveTo(start);
    try {
      Term term = parser.terms.term();
      return term == null ? null : new Placed<>(term, parser.lexer.position());
    } catch (SyntaxError e) {
      diagnostics.report(code, e.span(), e.problem(), e.hint());
      return null;
    }
  }

  /** The argument in brackets that begins at a position of a longer text; null when none does. */
  public static @Nullable Placed<String> argumentAt(Text text, int start) {
    PieceParser parser = new PieceParser(text);
    parser.lexer.moveTo(start);
    try {
      String argument = parser.terms.bracketed();
      return argument == null ? null : new Placed<>(argument, parser.lexer.position());
    } catch (SyntaxError _) {
      return null;
    }
  }

  private static boolean beginsWithCall(Text text) {
    Lexer lexer = new Lexer(text);
    lexer.skipBlanks();
    int start = lexer.position();
    if (!lexer.takeIdentifier() || lexer.peek() != '(') {
      return false;
    }
    String word = lexer.from(start);
    return word.equals(Transformer.VAL) || Transformer.of(word).isPresent();
  }

  private Term term() throws SyntaxError {
    Term term = terms.term();
    if (term == null) {
      throw new SyntaxError(
          text.span(),
          "'" + text.value().strip() + "' is no field",
          "write a field such as 'proc.name', or a transformer such as 'tolower(proc.name)'");
    }
    return term;
  }

  private Operand ofEvent() throws SyntaxError {
    Expr.OfEvent event = terms.ofEvent();
    if (event == null) {
      throw new SyntaxError(text.span(), "a field or a transformer is wanted here", null);
    }
    return event;
  }

  private Comparison comparison() throws SyntaxError {
    CheckReader checks = new CheckReader(lexer, terms);
    Operator operator = checks.takeOperator();
    if (operator == null) {
      throw new SyntaxError(
          text.span(),
          "'" + text.value().strip() + "' is no operator",
          Suggestions.hint(
              text.value().strip(),
              Operator.words(),
              "the operators are " + String.join(" ", Operator.words())));
    }
    int end = lexer.position();
    Modifier modifier = lexer.skipBlanks() ? checks.takeModifier() : null;
    if (modifier != null && !operator.takesModifier()) {
      throw new SyntaxError(
          lexer.spanFrom(end),
          "'" + operator.word() + "' takes no modifier",
          "write '" + operator.word() + "' alone");
    }
    return new Comparison(operator, modifier);
  }

  private void end() throws SyntaxError {
    lexer.skipBlanks();
    if (!lexer.atEnd()) {
      int start = lexer.position();
      String word = lexer.wordHere();
      throw new SyntaxError(
          lexer.span(start, start + Math.max(1, word.length())),
          "nothing is wanted after this, but '" + word + "' follows",
          "remove it");
    }
  }
}
