// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr.Argument;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Expr.OfEvent;
import io.eyrie.engine.syntax.Expr.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads fields with their arguments, and transformers within transformers. */
final class TermReader {
  /** How deep transformers may stand within each other. */
  static final int DEEPEST = 50;

  private static final int MOST_ARGUMENTS = 10_000;

  private final Lexer lexer;
  private final LiteralReader literals;

  TermReader(Lexer lexer) {
    this.lexer = lexer;
    this.literals = new LiteralReader(lexer);
  }

  /** Takes a field or a transformer; null, and nowhere moved, when none stands here. */
  @Nullable Term term() throws SyntaxError {
    return term(0);
  }

  /** Takes {@code val(field)} or a transformer; null, and nowhere moved, when none stands here. */
  @Nullable OfEvent ofEvent() throws SyntaxError {
    int start = lexer.position();
    if (!lexer.looksAt(Transformer.VAL + "(")) {
      Term call = call(0);
      return call == null ? null : new OfEvent(call, lexer.spanFrom(start));
    }
    lexer.moveTo(start + Transformer.VAL.length() + 1);
    lexer.skipBlanks();
    FieldRef field = field();
    if (field == null) {
      String word = lexer.wordHere();
      throw new SyntaxError(
          lexer.span(lexer.position(), lexer.position() + Math.max(1, word.length())),
          "'val()' wants a field within its parentheses",
          "write for instance 'val(proc.pname)'; a transformer needs no 'val()' around it");
    }
    lexer.skipBlanks();
    if (!lexer.take(')')) {
      throw lexer.error(
          lexer.position(),
          "')' is wanted here: 'val()' takes one field",
          "compare with each field in a check of its own");
    }
    return new OfEvent(field, lexer.spanFrom(start));
  }

  private @Nullable Term term(int depth) throws SyntaxError {
    Term field = field();
    return field == null ? call(depth) : field;
  }

  private @Nullable FieldRef field() throws SyntaxError {
    int start = lexer.position();
    if (!lexer.takeFieldName()) {
      return null;
    }
    String name = lexer.from(start);
    String argument = bracketed();
    return new FieldRef(name, argument, lexer.spanFrom(start));
  }

  private @Nullable Term call(int depth) throws SyntaxError {
    int start = lexer.position();
    if (!lexer.takeIdentifier() || lexer.peek() != '(') {
      lexer.moveTo(start);
      return null;
    }
    String word = lexer.from(start);
    Optional<Transformer> transformer = Transformer.of(word);
    if (transformer.isEmpty()) {
      throw new SyntaxError(
          lexer.spanFrom(start),
          word.equals(Transformer.VAL)
              ? "'val()' can only stand on the right of an operator"
              : "'" + word + "' is no transformer",
          word.equals(Transformer.VAL)
              ? "write the field without it"
              : Suggestions.hint(
                  word,
                  Transformer.words(),
                  "the transformers are " + String.join(" ", Transformer.words())));
    }
    if (depth >= DEEPEST) {
      throw lexer.error(
          start, "transformers are nested deeper than " + DEEPEST + " levels", "use fewer");
    }
    lexer.take('(');
    List<Argument> arguments = arguments(start, depth, true);
    String argument = bracketed();
    return new Expr.Call(transformer.get(), arguments, argument, lexer.spanFrom(start));
  }

  /** Takes what follows an opening parenthesis up to the closing one. */
  private List<Argument> arguments(int open, int depth, boolean listsToo) throws SyntaxError {
    List<Argument> arguments = new ArrayList<>();
    while (true) {
      lexer.skipBlanks();
      arguments.add(argument(depth, listsToo));
      lexer.skipBlanks();
      if (lexer.take(')')) {
        return List.copyOf(arguments);
      }
      int here = lexer.position();
      if (!lexer.take(',')) {
        throw lexer.atEnd()
            ? lexer.error(open, "the '(' after this is not closed", "add the missing ')'")
            : lexer.error(here, "',' or ')' is wanted here", "separate the arguments by ','");
      }
      if (arguments.size() >= MOST_ARGUMENTS) {
        throw lexer.error(
            here, "there are more than " + MOST_ARGUMENTS + " arguments", "use fewer");
      }
    }
  }

  private Argument argument(int depth, boolean listsToo) throws SyntaxError {
    int start = lexer.position();
    if (lexer.atQuote()) {
      return literals.value();
    }
    if (listsToo && lexer.take('(')) {
      lexer.skipBlanks();
      List<Argument> elements = lexer.take(')') ? List.of() : arguments(start, depth, false);
      return new Expr.ListOf(elements, lexer.spanFrom(start));
    }
    if (lexer.takeNumber()) {
      return new Literal(lexer.from(start), false, lexer.spanFrom(start));
    }
    Term term = term(depth + 1);
    if (term != null) {
      return term;
    }
    String word = lexer.wordHere();
    throw new SyntaxError(
        lexer.span(start, start + Math.max(1, word.length())),
        lexer.atEnd()
            ? "the condition ends where an argument of a transformer is wanted"
            : "an argument of a transformer is wanted here, not '" + word + "'",
        "write a field, a transformer, a number, or a text in quotes");
  }

  /** Takes the text in brackets that follows at once, if one does. */
  @Nullable String bracketed() throws SyntaxError {
    int open = lexer.position();
    if (!lexer.take('[')) {
      return null;
    }
    int start = lexer.position();
    String argument;
    if (lexer.atQuote()) {
      argument = QuotedText.take(lexer);
    } else {
      lexer.takeArgument();
      argument = lexer.from(start);
    }
    if (!lexer.take(']')) {
      throw lexer.error(
          open,
          "the argument that begins here is not closed",
          "add the missing ']'; put an argument with blanks or brackets in quotes");
    }
    if (argument.isEmpty()) {
      throw lexer.error(
          open, "the argument is empty", "write an argument between the brackets, or remove them");
    }
    return argument;
  }
}
