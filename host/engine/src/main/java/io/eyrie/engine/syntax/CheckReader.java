// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr.Operand;
import io.eyrie.engine.syntax.Expr.Term;
import org.jspecify.annotations.Nullable;

/** Reads what follows the left side of a check: operator, modifier, right side. */
final class CheckReader {
  private final Lexer lexer;
  private final TermReader terms;
  private final LiteralReader literals;

  CheckReader(Lexer lexer, TermReader terms) {
    this.lexer = lexer;
    this.terms = terms;
    this.literals = new LiteralReader(lexer);
  }

  /** Takes the rest of the check that began at {@code start} with this left side. */
  Expr.Check check(int start, Term left) throws SyntaxError {
    lexer.skipBlanks();
    Operator operator = operator(left);
    if (operator.right() == Operator.Right.NONE) {
      return new Expr.Check(left, operator, null, new Expr.Nothing(), lexer.spanFrom(start));
    }
    boolean blank = lexer.skipBlanks();
    Modifier modifier = operator.takesModifier() && blank ? modifierBeforeList() : null;
    Operand right = modifier == null ? right(operator) : literals.list();
    return new Expr.Check(left, operator, modifier, right, lexer.spanFrom(start));
  }

  private Operand right(Operator operator) throws SyntaxError {
    Expr.OfEvent event = terms.ofEvent();
    if (event != null) {
      return event;
    }
    return switch (operator.right()) {
      case NONE -> new Expr.Nothing();
      case TEXT -> {
        if (lexer.peek() == '(') {
          throw lexer.error(
              lexer.position(),
              "'" + operator.word() + "' takes one value, not a list",
              operator == Operator.EQ
                  ? "write 'in (...)'"
                  : "write '" + operator.word() + " anyof (...)' or '... allof (...)'");
        }
        yield new Expr.Single(literals.value());
      }
      case NUMBER -> new Expr.Single(literals.number(operator));
      case LIST -> literals.list();
    };
  }

  /** Takes an operator. */
  private Operator operator(Term left) throws SyntaxError {
    int start = lexer.position();
    Operator operator = takeOperator();
    if (operator != null) {
      return operator;
    }
    String word = lexer.wordHere();
    if (word.isEmpty() || lexer.atEnd()) {
      throw new SyntaxError(
          left.span(),
          "an operator is wanted after '" + left.text() + "'",
          "write for instance '" + left.text() + " = VALUE' or '" + left.text() + " exists'");
    }
    throw new SyntaxError(
        lexer.span(start, start + word.length()),
        "'" + word + "' is no operator",
        Suggestions.hint(
            word, Operator.words(), "the operators are " + String.join(" ", Operator.words())));
  }

  /** Takes an operator if one stands here. */
  @Nullable Operator takeOperator() throws SyntaxError {
    int start = lexer.position();
    char c = lexer.peek();
    if (c == '=' || c == '!' || c == '<' || c == '>') {
      lexer.moveTo(start + 1);
      if (c == '!' && !lexer.take('=')) {
        throw lexer.error(
            start, "'!' alone is no operator", "write '!=', or 'not' before the check");
      }
      if (c != '!') {
        lexer.take('=');
      }
      return Operator.of(lexer.from(start)).orElseThrow();
    }
    if (lexer.takeIdentifier()) {
      Operator operator = Operator.of(lexer.from(start)).orElse(null);
      if (operator != null && (operator.right() == Operator.Right.NONE || !lexer.bareFollows())) {
        return operator;
      }
      lexer.moveTo(start);
    }
    return null;
  }

  /** Takes a modifier if one stands here. */
  @Nullable Modifier takeModifier() {
    int start = lexer.position();
    if (lexer.takeIdentifier() && !lexer.bareFollows()) {
      Modifier modifier = Modifier.of(lexer.from(start)).orElse(null);
      if (modifier != null) {
        return modifier;
      }
    }
    lexer.moveTo(start);
    return null;
  }

  /**
   * Takes a modifier, with the blanks after it, if a list in parentheses or a word that is no 'and'
   * or 'or' follows; otherwise the word is a value like any other.
   */
  private @Nullable Modifier modifierBeforeList() {
    int start = lexer.position();
    Modifier modifier = takeModifier();
    if (modifier != null && lexer.skipBlanks()) {
      boolean list = lexer.peek() == '(';
      boolean word =
          Lexer.isLetter(lexer.peek())
              && !lexer.looksAtKeyword("and")
              && !lexer.looksAtKeyword("or");
      if (list || word) {
        return modifier;
      }
    }
    lexer.moveTo(start);
    return null;
  }
}
