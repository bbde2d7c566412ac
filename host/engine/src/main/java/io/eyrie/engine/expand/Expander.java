// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.ConditionParser;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Expr.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts macros and lists in place. Each macro is expanded once, in the order of definition, and its
 * tree is shared by all who use it; depth and number of checks of each tree are counted, so that
 * macros of macros can't grow without bound.
 */
public final class Expander {
  private static final int DEEPEST = 2 * ConditionParser.DEEPEST;
  private static final int MOST_CHECKS = ConditionParser.MOST_TERMS;

  private final Definitions definitions;
  private final Diagnostics diagnostics;
  private final ListTable lists;
  private final Map<String, Expr> parsed = new HashMap<>();
  private final Map<String, Tree> expanded = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private int nesting;

  /** An expanded tree with its measures. */
  private record Tree(Expr expr, int depth, int checks) {}

  /** Who refers to macros, which decides what they see. */
  private sealed interface Viewer {
    record OfMacro(MacroDefinition macro) implements Viewer {}

    record OfRule(RuleDefinition rule) implements Viewer {}
  }

  private Expander(Definitions definitions, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.diagnostics = diagnostics;
    this.lists = new ListTable(definitions.lists(), diagnostics);
  }

  /** The rules in their order; what is wrong goes to the diagnostics. */
  public static List<ExpandedRule> expand(Definitions definitions, Diagnostics diagnostics) {
    return new Expander(definitions, diagnostics).rules();
  }

  private List<ExpandedRule> rules() {
    for (MacroDefinition macro : definitions.macros().values()) {
      Expr tree = ConditionParser.parse(macro.condition(), diagnostics);
      if (tree == null) {
        failed.add(macro.name().value());
      } else {
        parsed.put(macro.name().value(), tree);
      }
    }
    definitions.macros().values().forEach(this::macro);
    List<ExpandedRule> rules = new ArrayList<>();
    for (RuleDefinition rule : definitions.rules().values()) {
      Expr tree = ConditionParser.parse(rule.condition(), diagnostics);
      Tree result = tree == null ? null : expand(tree, new Viewer.OfRule(rule));
      if (result != null && tooLarge(result, rule.condition().span())) {
        result = null;
      }
      rules.add(new ExpandedRule(rule, result == null ? null : result.expr()));
    }
    lists.warnUnused();
    definitions.macros().values().forEach(this::warnUnused);
    return List.copyOf(rules);
  }

  private void warnUnused(MacroDefinition macro) {
    if (!used.contains(macro.name().value())) {
      diagnostics.report(
          Code.LOAD_UNUSED_MACRO,
          macro.name().span(),
          "macro '" + macro.name().value() + "' is not used by any rule or macro",
          "remove it, or use it in a condition");
    }
  }

  private boolean tooLarge(Tree tree, Span span) {
    if (tree.depth() <= DEEPEST && tree.checks() <= MOST_CHECKS) {
      return false;
    }
    diagnostics.report(
        Code.LOAD_ERR_VALIDATE,
        span,
        tree.depth() > DEEPEST
            ? "with its macros in place the condition is nested deeper than " + DEEPEST + " levels"
            : "with its macros in place the condition has more than " + MOST_CHECKS + " checks",
        "use fewer macros of macros");
    return true;
  }

  private @Nullable Tree macro(MacroDefinition macro) {
    String name = macro.name().value();
    Tree known = expanded.get(name);
    if (known != null || failed.contains(name)) {
      return known;
    }
    Expr tree = parsed.get(name);
    open.add(name);
    Tree result = tree == null ? null : expand(tree, new Viewer.OfMacro(macro));
    open.remove(name);
    if (result == null || tooLarge(result, macro.condition().span())) {
      failed.add(name);
      return null;
    }
    expanded.put(name, result);
    return result;
  }

  /** The tree without macros and lists; null after a diagnostic. */
  private @Nullable Tree expand(Expr expr, Viewer viewer) {
    if (nesting > DEEPEST) {
      diagnostics.report(
          Code.LOAD_ERR_VALIDATE,
          expr.span(),
          "with its macros in place the condition is nested deeper than " + DEEPEST + " levels",
          "use fewer macros of macros");
      return null;
    }
    nesting++;
    try {
      return expandTerm(expr, viewer);
    } finally {
      nesting--;
    }
  }

  private @Nullable Tree expandTerm(Expr expr, Viewer viewer) {
    return switch (expr) {
      case Expr.And and -> {
        List<Tree> terms = expandAll(and.terms(), viewer);
        yield terms == null ? null : join(new Expr.And(exprs(terms), and.span()), terms);
      }
      case Expr.Or or -> {
        List<Tree> terms = expandAll(or.terms(), viewer);
        yield terms == null ? null : join(new Expr.Or(exprs(terms), or.span()), terms);
      }
      case Expr.Not not -> {
        Tree term = expand(not.term(), viewer);
        yield term == null
            ? null
            : new Tree(new Expr.Not(term.expr(), not.span()), term.depth() + 1, term.checks());
      }
      case Expr.MacroRef ref -> macro(ref, viewer);
      case Expr.Check check -> check(check);
    };
  }

  private @Nullable List<Tree> expandAll(List<Expr> terms, Viewer viewer) {
    List<Tree> trees = new ArrayList<>();
    boolean whole = true;
    for (Expr term : terms) {
      Tree tree = expand(term, viewer);
      if (tree == null) {
        whole = false;
      } else {
        trees.add(tree);
      }
    }
    return whole ? trees : null;
  }

  private static List<Expr> exprs(List<Tree> trees) {
    return trees.stream().map(Tree::expr).toList();
  }

  private static Tree join(Expr expr, List<Tree> terms) {
    int depth = 0;
    long checks = 0;
    for (Tree term : terms) {
      depth = Math.max(depth, term.depth());
      checks += term.checks();
    }
    return new Tree(expr, depth + 1, (int) Math.min(checks, Integer.MAX_VALUE));
  }

  /**
   * The tree of a macro; after a diagnostic the reference itself, so that the rest is still looked
   * at.
   */
  private Tree macro(Expr.MacroRef ref, Viewer viewer) {
    Tree unresolved = new Tree(ref, 1, 1);
    MacroDefinition macro = definitions.macros().get(ref.name());
    if (macro == null || !visible(macro, viewer)) {
      undefined(ref, macro, viewer);
      return unresolved;
    }
    used.add(ref.name());
    if (open.contains(ref.name())) {
      diagnostics.report(
          Code.LOAD_ERR_VALIDATE,
          ref.span(),
          "macro '"
              + ref.name()
              + "' refers to itself by way of "
              + String.join(", ", open.stream().sorted().toList()),
          "take one of the references out");
      return unresolved;
    }
    Tree tree = macro(macro);
    return tree == null ? unresolved : tree;
  }

  private static boolean visible(MacroDefinition macro, Viewer viewer) {
    return switch (viewer) {
      case Viewer.OfMacro(MacroDefinition user) -> macro.first() < user.last();
      case Viewer.OfRule(RuleDefinition rule) -> macro.firstFile() <= rule.fileOrder();
    };
  }

  private void undefined(Expr.MacroRef ref, @Nullable MacroDefinition later, Viewer viewer) {
    String hint;
    if (later != null) {
      boolean itself =
          viewer instanceof Viewer.OfMacro(MacroDefinition user)
              && user.name().value().equals(ref.name());
      hint =
          itself
              ? "a macro can't refer to itself"
              : "'"
                  + ref.name()
                  + "' is defined only after this, at "
                  + later.name().span().place()
                  + "; move it up";
    } else if (lists.has(ref.name())) {
      hint =
          "'"
              + ref.name()
              + "' is a list; compare a field with it, as in 'proc.name in ("
              + ref.name()
              + ")'";
    } else {
      hint =
          Suggestions.hint(
              ref.name(),
              definitions.macros().keySet(),
              "define it with '- macro: " + ref.name() + "'; a field has a '.' in its name");
    }
    diagnostics.report(
        Code.LOAD_ERR_VALIDATE, ref.span(), "undefined macro '" + ref.name() + "'", hint);
  }

  private @Nullable Tree check(Expr.Check check) {
    Operand operand =
        switch (check.right()) {
          case Expr.Nothing nothing -> nothing;
          case Expr.OfEvent event -> event;
          case Expr.Single(Literal value) -> single(value);
          case Expr.Values values -> new Expr.Values(words(values.values()), values.span());
        };
    return operand == null
        ? null
        : new Tree(
            new Expr.Check(check.left(), check.operator(), check.modifier(), operand, check.span()),
            1,
            1);
  }

  private @Nullable Operand single(Literal value) {
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
