// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

  private final Lexer lexer;
  private final TermReader termReader;
  private final CheckReader checks;
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
    this.termReader = new TermReader(lexer);
    this.checks = new CheckReader(lexer, termReader);
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
          throw lexer.error(
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
      throw lexer.error(
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
          throw lexer.error(open, "this '(' is not closed", "add the missing ')'");
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
    String word = lexer.wordHere();
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
      throw lexer.error(
          start, "the condition has more than " + MOST_TERMS + " terms", "use lists and 'in'");
    }
    Expr.Term left = termReader.term();
    if (left != null) {
      return checks.check(start, left);
    }
    if (lexer.takeIdentifier()) {
      return new Expr.MacroRef(lexer.from(start), lexer.spanFrom(start));
    }
    String word = lexer.wordHere();
    throw new SyntaxError(
        lexer.atEnd() ? lexer.lastWord() : lexer.span(start, start + Math.max(1, word.length())),
        lexer.atEnd()
            ? "the condition ends where a term is wanted"
            : "a term is wanted here, not '" + word + "'",
        "a term is a check such as 'proc.name = cat', a macro's name, or a condition in parentheses");
  }
}
