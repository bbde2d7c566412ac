// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.syntax.ConditionParser;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Operand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private static final Set<String> KEYWORDS = Set.of("and", "or", "not");
  private static final int MOST_CHECKS = ConditionParser.MOST_TERMS;

  private final Definitions definitions;
  private final Set<String> sources;
  private final Diagnostics diagnostics;
  private final ListTable lists;
  private final OperandExpander operands;
  private final ExceptionExpander exceptions;
  private final Collection<Text> macroConditions;
  private final Map<String, Expr> parsed = new HashMap<>();
  private final Map<String, Tree> expanded = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final Map<String, Reference> open = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private int nesting;

  /** An expanded tree with its measures. */
  private record Tree(Expr expr, int depth, int checks) {}

  /**
   * Who refers to macros and lists.
   *
   * @param macro null for a rule
   * @param files the number of the last file whose macros a rule sees
   * @param item takes what is wrong with names
   * @param condition takes what is wrong with the condition
   */
  private record Viewer(
      @Nullable MacroDefinition macro, int files, Diagnostics item, Diagnostics condition) {
    boolean sees(MacroDefinition other) {
      return macro == null ? other.firstFile() <= files : other.first() < macro.last();
    }
  }

  /** A reference that is being followed, and who made it. */
  private record Reference(Viewer viewer, @Nullable Span span) {}

  private Expander(Definitions definitions, Set<String> sources, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.sources = sources;
    this.diagnostics = diagnostics;
    this.lists = new ListTable(definitions.lists(), diagnostics);
    this.operands = new OperandExpander(lists);
    this.exceptions = new ExceptionExpander(operands);
    this.macroConditions = definitions.macroConditions();
  }

  /** The rules in their order, as if every source were known. */
  public static List<ExpandedRule> expand(Definitions definitions, Diagnostics diagnostics) {
    Set<String> all = new HashSet<>();
    definitions.rules().values().forEach(rule -> all.add(rule.source()));
    return expand(definitions, all, diagnostics).rules();
  }

  /**
   * All definitions; what is wrong goes to the diagnostics.
   *
   * @param sources the sources that are known; conditions of rules of others are not looked at, but
   *     what they name counts as used
   */
  public static Expansion expand(
      Definitions definitions, Set<String> sources, Diagnostics diagnostics) {
    Expander expander = new Expander(definitions, sources, diagnostics);
    List<ExpandedRule> rules = expander.rules();
    Map<String, Expr> macros = new HashMap<>();
    expander.expanded.forEach((name, tree) -> macros.put(name, tree.expr()));
    return new Expansion(
        rules, macros, expander.lists.words(), expander.used, expander.lists.used());
  }

  private Viewer viewer(MacroDefinition macro) {
    Trail condition = macro.trail().in(ItemType.MACRO_CONDITION, "", macro.condition().span());
    return new Viewer(
        macro,
        0,
        diagnostics.at(macro.trail().inCondition(macro.condition(), List.of())),
        diagnostics.at(condition.inCondition(macro.condition(), List.of())));
  }

  private Viewer viewer(RuleDefinition rule, Diagnostics to) {
    return new Viewer(
        null,
        rule.fileOrder(),
        to.at(rule.trail().inCondition(rule.condition(), macroConditions)),
        to.at(rule.conditionTrail().inCondition(rule.condition(), macroConditions)));
  }

  private List<ExpandedRule> rules() {
    for (MacroDefinition macro : definitions.macros().values()) {
      Expr tree = ConditionParser.parse(macro.condition(), viewer(macro).condition());
      if (tree == null) {
        failed.add(macro.name().value());
      } else {
        parsed.put(macro.name().value(), tree);
      }
    }
    definitions.macros().values().forEach(this::macro);
    List<ExpandedRule> rules = new ArrayList<>();
    for (RuleDefinition rule : definitions.rules().values()) {
      boolean known = sources.contains(rule.source());
      Diagnostics to = known ? diagnostics : diagnostics.aside();
      Viewer viewer = viewer(rule, to);
      Expr tree = ConditionParser.parse(rule.condition(), viewer.condition());
      Tree result = tree == null ? null : expand(tree, viewer);
      if (result != null && tooLarge(result, rule.condition().span(), viewer.item())) {
        result = null;
      }
      List<ExpandedException> excepted =
          exceptions.expand(rule.exceptions(), to, viewer.condition());
      rules.add(new ExpandedRule(rule, result == null ? null : result.expr(), excepted));
    }
    if (!diagnostics.hasErrors()) {
      // What could not be read may well use them.
      lists.warnUnused();
      definitions.macros().values().forEach(this::warnUnused);
    }
    return List.copyOf(rules);
  }

  private void warnUnused(MacroDefinition macro) {
    if (!used.contains(macro.name().value())) {
      diagnostics
          .at(macro.trail())
          .report(
              Code.LOAD_UNUSED_MACRO,
              macro.name().span(),
              "macro '" + macro.name().value() + "' is not used by any rule or macro",
              "remove it, or use it in a condition");
    }
  }

  private static boolean tooLarge(Tree tree, Span span, Diagnostics diagnostics) {
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
    Viewer viewer = viewer(macro);
    open.put(name, new Reference(viewer, null));
    Tree result = tree == null ? null : expand(tree, viewer);
    open.remove(name);
    if (result == null || tooLarge(result, macro.condition().span(), viewer.item())) {
      failed.add(name);
      return null;
    }
    expanded.put(name, result);
    return result;
  }

  /** The tree without macros and lists; null after a diagnostic. */
  private @Nullable Tree expand(Expr expr, Viewer viewer) {
    if (nesting > DEEPEST) {
      viewer
          .item()
          .report(
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
      case Expr.Check check -> check(check, viewer);
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
    used.add(ref.name());
    if (macro == null || !viewer.sees(macro)) {
      undefined(ref, macro, viewer);
      return unresolved;
    }
    Reference loop = open.get(ref.name());
    if (loop != null) {
      loop.viewer()
          .item()
          .report(
              Code.LOAD_ERR_VALIDATE,
              loop.span() == null ? ref.span() : loop.span(),
              "macro '"
                  + ref.name()
                  + "' refers to itself by way of "
                  + String.join(", ", open.keySet().stream().sorted().toList()),
              "take one of the references out");
      return unresolved;
    }
    if (viewer.macro() != null) {
      open.put(viewer.macro().name().value(), new Reference(viewer, ref.span()));
    }
    Tree tree = macro(macro);
    return tree == null ? unresolved : tree;
  }

  private void undefined(Expr.MacroRef ref, @Nullable MacroDefinition later, Viewer viewer) {
    String hint;
    if (KEYWORDS.contains(ref.name()) && later == null) {
      hint =
          "'"
              + ref.name()
              + "' with nothing behind it is read as a macro's name; write a term behind it";
    } else if (later != null) {
      boolean itself = viewer.macro() != null && viewer.macro().name().value().equals(ref.name());
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
    viewer
        .item()
        .report(Code.LOAD_ERR_VALIDATE, ref.span(), "undefined macro '" + ref.name() + "'", hint);
  }

  private @Nullable Tree check(Expr.Check check, Viewer viewer) {
    Operand operand = operands.expand(check.right(), viewer.condition());
    return operand == null
        ? null
        : new Tree(
            new Expr.Check(check.left(), check.operator(), check.modifier(), operand, check.span()),
            1,
            1);
  }
}
