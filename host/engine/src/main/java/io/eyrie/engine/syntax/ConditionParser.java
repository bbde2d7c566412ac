// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Expr.Operand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses a condition: {@code or} binds loosest, then {@code and}, then {@code not}. Parentheses are
 * kept on a stack of frames; each frame holds the alternatives so far and the terms of the last of
 * them. Nested parentheses without an operator between them leave no trace in the tree; the tree
 * itself is at most {@value #DEEPEST} deep.
 */
public final class ConditionParser {
  /** How deep the tree may be. */
  public static final int DEEPEST = 300;

  /** How many checks and macros a condition may have. */
  public static final int MOST_TERMS = 100_000;

  private static final int MOST_PARENTHESES = 100_000;
  private static final Set<String> MODIFIERS = Set.of("oneof", "anyof", "allof");
  private static final Set<String> TRANSFORMERS =
      Set.of("tolower", "toupper", "b64", "basename", "len", "val", "join", "concat", "getopt");

  private final Lexer lexer;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private int terms;

  /** One level of parentheses. */
  private static final class Frame {
    private final int start;
    private final List<Expr> alternatives = new ArrayList<>();
    private List<Expr> terms = new ArrayList<>();
    private boolean negated;
    private int notStart;
    private int depth;

    private Frame(int start) {
      this.start = start;
    }
  }

  private ConditionParser(Text text) {
    this.lexer = new Lexer(text);
  }

  /** The tree of the text, or null after the diagnostic of its first syntax error. */
  public static @Nullable Expr parse(Text text, Diagnostics diagnostics) {
    try {
      return new ConditionParser(text).condition();
    } catch (SyntaxError e) {
      diagnostics.report(Code.LOAD_ERR_COMPILE_CONDITION, e.span(), e.problem(), e.hint());
      return null;
    }
  }

  private Expr condition() throws SyntaxError {
    frames.push(new Frame(0));
    while (true) {
      Frame frame = frames.getFirst();
      prefix(frame);
      int start = lexer.position();
      if (lexer.take('(')) {
        if (frames.size() > MOST_PARENTHESES) {
          throw error(
              start, "the parentheses are nested too deep", "split the condition into macros");
        }
        frames.push(new Frame(start));
        continue;
      }
      add(frame, term());
      if (!goesOn()) {
        return close(frames.pop());
      }
    }
  }

  /** Takes blanks and {@code not}s. */
  private void prefix(Frame frame) {
    frame.negated = false;
    lexer.skipBlanks();
    frame.notStart = lexer.position();
    while (lexer.takeKeyword("not")) {
      frame.negated = !frame.negated;
      lexer.skipBlanks();
    }
  }

  private void add(Frame frame, Expr term) throws SyntaxError {
    Expr added = term;
    if (frame.negated) {
      added =
          term instanceof Expr.Not inner
              ? inner.term()
              : new Expr.Not(term, lexer.spanFrom(frame.notStart));
    }
    frame.terms.add(added);
    if (frame.depth + 1 > DEEPEST) {
      throw error(
          frame.notStart,
          "the condition is nested deeper than " + DEEPEST + " levels",
          "split it into macros with fewer levels");
    }
  }

  /** After a term: closes parentheses and takes {@code and} or {@code or}; false at the end. */
  private boolean goesOn() throws SyntaxError {
    while (true) {
      lexer.skipBlanks();
      if (lexer.atEnd()) {
        if (frames.size() > 1) {
          int open = frames.getFirst().start;
          throw error(open, "this '(' is not closed", "add the missing ')'");
        }
        return false;
      }
      int start = lexer.position();
      if (lexer.peek() == ')' && frames.size() > 1) {
        lexer.take(')');
        Frame inner = frames.pop();
        int depth =
            inner.depth + (inner.terms.size() > 1 ? 1 : 0) + (inner.alternatives.isEmpty() ? 0 : 1);
        Expr group = close(inner);
        Frame outer = frames.getFirst();
        outer.depth = Math.max(outer.depth, depth + (outer.negated ? 1 : 0));
        add(outer, group);
        continue;
      }
      if (lexer.takeKeyword("and")) {
        return true;
      }
      if (lexer.takeKeyword("or")) {
        endAlternative(frames.getFirst());
        return true;
      }
      throw afterTerm(start);
    }
  }

  private SyntaxError afterTerm(int start) {
    for (String word : List.of("and", "or")) {
      if (lexer.looksAt(word)) {
        return new SyntaxError(
            lexer.span(start, start + word.length()),
            "a blank or '(' is wanted after '" + word + "'",
            "put a blank after '" + word + "', and a term after that");
      }
    }
    if (lexer.take(')')) {
      return new SyntaxError(
          lexer.spanFrom(start), "this ')' closes nothing", "remove it, or add the missing '('");
    }
    String word = wordHere();
    String hint =
        switch (word) {
          case "AND", "OR", "NOT", "And", "Or", "Not" ->
              "write '" + word.toLowerCase(java.util.Locale.ROOT) + "'";
          case "&&" -> "write 'and'";
          case "||" -> "write 'or'";
          default ->
              word.startsWith("#")
                  ? "a condition can't hold comments"
                  : "join terms by 'and' or 'or'; put a value with blanks or one of ( ) = , in quotes";
        };
    return new SyntaxError(
        lexer.span(start, start + Math.max(1, word.length())),
        "'and' or 'or' is wanted here, not '" + word + "'",
        hint);
  }

  private String wordHere() {
    int start = lexer.position();
    if (!lexer.takeBare() && !lexer.atEnd()) {
      lexer.moveTo(start + 1);
    }
    String word = lexer.from(start);
    lexer.moveTo(start);
    return word.length() > 40 ? word.substring(0, 40) : word;
  }

  private void endAlternative(Frame frame) {
    frame.alternatives.add(join(frame.terms, true));
    frame.terms = new ArrayList<>();
  }

  private Expr close(Frame frame) {
    if (frame.alternatives.isEmpty()) {
      return join(frame.terms, true);
    }
    endAlternative(frame);
    return join(frame.alternatives, false);
  }

  private static Expr join(List<Expr> terms, boolean all) {
    if (terms.size() == 1) {
      return terms.getFirst();
    }
    List<Expr> flat = new ArrayList<>();
    for (Expr term : terms) {
      if (all && term instanceof Expr.And and) {
        flat.addAll(and.terms());
      } else if (!all && term instanceof Expr.Or or) {
        flat.addAll(or.terms());
      } else {
        flat.add(term);
      }
    }
    Span first = flat.getFirst().span();
    Span last = flat.getLast().span();
    Span whole =
        first.source() == last.source() && last.end() > first.start()
            ? first.source().span(first.start(), last.end())
            : first;
    return all ? new Expr.And(List.copyOf(flat), whole) : new Expr.Or(List.copyOf(flat), whole);
  }

  private Expr term() throws SyntaxError {
    int start = lexer.position();
    if (++terms > MOST_TERMS) {
      throw error(
          start, "the condition has more than " + MOST_TERMS + " terms", "use lists and 'in'");
    }
    if (lexer.takeFieldName()) {
      return check(start);
    }
    if (lexer.takeIdentifier()) {
      String name = lexer.from(start);
      if (lexer.peek() == '(' && TRANSFORMERS.contains(name)) {
        throw unsupported(start, "the transformer '" + name + "()'");
      }
      return new Expr.MacroRef(name, lexer.spanFrom(start));
    }
    String word = wordHere();
    throw new SyntaxError(
        lexer.span(start, start + Math.max(1, word.length())),
        lexer.atEnd()
            ? "the condition ends where a term is wanted"
            : "a term is wanted here, not '" + word + "'",
        "a term is a check such as 'proc.name = cat', a macro's name, or a condition in parentheses");
  }

  private SyntaxError unsupported(int start, String what) {
    return new SyntaxError(
        lexer.spanFrom(start),
        what + " is not supported by this version of Eyrie yet",
        "write the condition without it");
  }

  private SyntaxError error(int at, String problem, String hint) {
    return new SyntaxError(lexer.span(at, at + 1), problem, hint);
  }

  private Expr check(int start) throws SyntaxError {
    String name = lexer.from(start);
    String argument = argument();
    FieldRef field = new FieldRef(name, argument, lexer.spanFrom(start));
    lexer.skipBlanks();
    Operator operator = operator(field);
    Operand operand =
        switch (operator.right()) {
          case NONE -> new Expr.Nothing();
          case TEXT -> new Expr.Single(single());
          case NUMBER -> new Expr.Single(number(operator));
          case LIST -> list();
        };
    return new Expr.Check(field, operator, operand, lexer.spanFrom(start));
  }

  private @Nullable String argument() throws SyntaxError {
    int open = lexer.position();
    if (!lexer.take('[')) {
      return null;
    }
    int start = lexer.position();
    String argument;
    if (lexer.peek() == '"' || lexer.peek() == '\'') {
      argument = QuotedText.take(lexer);
    } else {
      while (!lexer.atEnd() && "[]\"'".indexOf(lexer.peek()) < 0 && !Lexer.isBlank(lexer.peek())) {
        lexer.moveTo(lexer.position() + 1);
      }
      argument = lexer.from(start);
    }
    if (!lexer.take(']')) {
      throw error(
          open,
          "the argument that begins here is not closed",
          "add the missing ']'; put an argument with blanks or brackets in quotes");
    }
    if (argument.isEmpty()) {
      throw error(
          open, "the argument is empty", "write an argument between the brackets, or remove them");
    }
    return argument;
  }

  private Operator operator(FieldRef field) throws SyntaxError {
    int start = lexer.position();
    char c = lexer.peek();
    if (c == '=' || c == '!' || c == '<' || c == '>') {
      lexer.moveTo(start + 1);
      if (c == '!' && !lexer.take('=')) {
        throw error(start, "'!' alone is no operator", "write '!=', or 'not' before the check");
      }
      if (c != '!') {
        lexer.take('=');
      }
      return Operator.of(lexer.from(start)).orElseThrow();
    }
    if (lexer.takeIdentifier()) {
      String word = lexer.from(start);
      Operator operator = Operator.of(word).orElse(null);
      if (operator != null && (operator.right() == Operator.Right.NONE || !lexer.bareFollows())) {
        return operator;
      }
      lexer.moveTo(start);
    }
    String word = wordHere();
    if (word.isEmpty() || lexer.atEnd()) {
      throw new SyntaxError(
          field.span(),
          "an operator is wanted after '" + field.text() + "'",
          "write for instance '" + field.text() + " = VALUE' or '" + field.text() + " exists'");
    }
    throw new SyntaxError(
        lexer.span(start, start + word.length()),
        "'" + word + "' is no operator",
        Suggestions.hint(
            word, Operator.words(), "the operators are " + String.join(" ", Operator.words())));
  }

  private Literal single() throws SyntaxError {
    boolean blank = lexer.skipBlanks();
    int start = lexer.position();
    Literal value = value();
    boolean word = !value.quoted();
    if (word && blank && MODIFIERS.contains(value.text()) && modifierFollows()) {
      throw unsupported(start, "the modifier '" + value.text() + "'");
    }
    if (word && lexer.peek() == '(' && TRANSFORMERS.contains(value.text())) {
      throw unsupported(start, "'" + value.text() + "()' on the right of an operator");
    }
    return value;
  }

  /** Whether a parenthesised list, or a word that is no 'and' or 'or', follows. */
  private boolean modifierFollows() {
    int back = lexer.position();
    boolean follows = lexer.skipBlanks() && (lexer.peek() == '(' || Lexer.isLetter(lexer.peek()));
    follows &= !lexer.takeKeyword("and") && !lexer.takeKeyword("or");
    lexer.moveTo(back);
    return follows;
  }

  private Literal value() throws SyntaxError {
    int start = lexer.position();
    if (lexer.peek() == '"' || lexer.peek() == '\'') {
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

  private Literal number(Operator operator) throws SyntaxError {
    lexer.skipBlanks();
    int start = lexer.position();
    if (lexer.takeNumber()) {
      return new Literal(lexer.from(start), false, lexer.spanFrom(start));
    }
    if (lexer.takeIdentifier() && lexer.peek() == '(' && TRANSFORMERS.contains(lexer.from(start))) {
      throw unsupported(start, "'" + lexer.from(start) + "()' on the right of an operator");
    }
    lexer.moveTo(start);
    String word = wordHere();
    throw new SyntaxError(
        lexer.span(start, start + Math.max(1, word.length())),
        "'" + operator.word() + "' wants a number on its right",
        "write a number without quotes");
  }

  private Operand list() throws SyntaxError {
    lexer.skipBlanks();
    int start = lexer.position();
    List<Literal> values = new ArrayList<>();
    if (!lexer.take('(')) {
      Literal only = value();
      if (!only.quoted() && lexer.peek() == '(' && TRANSFORMERS.contains(only.text())) {
        throw unsupported(start, "'" + only.text() + "()' on the right of an operator");
      }
      values.add(only);
      return new Expr.Values(List.copyOf(values), lexer.spanFrom(start));
    }
    lexer.skipBlanks();
    if (lexer.take(')')) {
      return new Expr.Values(List.of(), lexer.spanFrom(start));
    }
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
            ? error(start, "this '(' is not closed", "add the missing ')'")
            : error(
                here,
                "',' or ')' is wanted in the list",
                "separate the values by ','; put a value with blanks or brackets in quotes");
      }
    }
  }
}
