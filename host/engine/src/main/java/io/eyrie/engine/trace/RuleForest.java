// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.engine.check.Binder;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.expand.Definitions;
import io.eyrie.engine.expand.ExpandedException;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.MacroDefinition;
import io.eyrie.engine.syntax.ConditionParser;
import io.eyrie.engine.syntax.ConditionText;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.trace.Part.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trees of the rules of one source, with each distinct comparison in them once. Immutable.
 *
 * <p>Expansion puts the tree of a macro in the place of its name, where it keeps the span of the
 * macro's own text. That span is how a macro is known again here.
 */
public final class RuleForest {
  private final List<RuleTree> trees;
  private final List<Condition> checks;

  private RuleForest(List<RuleTree> trees, List<Condition> checks) {
    this.trees = List.copyOf(trees);
    this.checks = List.copyOf(checks);
  }

  /** Nothing to look at. */
  public static RuleForest empty() {
    return new RuleForest(List.of(), List.of());
  }

  /**
   * The trees of rules that were compiled for a source.
   *
   * @param definitions the macros they were written with
   */
  public static RuleForest of(
      SourceFields source, List<ExpandedRule> rules, Definitions definitions) {
    Builder builder = new Builder(source, definitions);
    List<RuleTree> trees = new ArrayList<>();
    for (ExpandedRule rule : rules) {
      Expr condition = rule.condition();
      if (condition != null) {
        trees.add(builder.tree(rule, condition));
      }
    }
    return new RuleForest(trees, List.copyOf(builder.checks.keySet()));
  }

  /** The trees in the order of the rules. */
  public List<RuleTree> trees() {
    return trees;
  }

  /** The tree of a rule. */
  public Optional<RuleTree> tree(String rule) {
    return trees.stream().filter(tree -> tree.name().equals(rule)).findFirst();
  }

  /** What a comparison asks. */
  public Condition condition(Part check) {
    return checks.get(check.check());
  }

  /** The distinct comparisons; a part's {@code check} is a position in here. */
  List<Condition> checks() {
    return checks;
  }

  private static final class Builder {
    private final SourceFields source;
    private final Map<Span, String> macros = new HashMap<>();
    private final Map<Condition, Integer> checks = new LinkedHashMap<>();
    private int number;

    /** Whether comparisons are made of an exception's fields and values, and nowhere written. */
    private boolean made;

    Builder(SourceFields source, Definitions definitions) {
      this.source = source;
      for (MacroDefinition macro : definitions.macros().values()) {
        Expr root = ConditionParser.parse(macro.condition(), new Diagnostics());
        // A macro that is nothing but another one goes by that one's name.
        if (root != null && !(root instanceof Expr.MacroRef)) {
          macros.put(root.span(), macro.name().value());
        }
      }
    }

    RuleTree tree(ExpandedRule rule, Expr condition) {
      number = 1;
      List<Part> parts = new ArrayList<>();
      parts.add(part(condition));
      for (ExpandedException exception : rule.exceptions()) {
        int own = number++;
        made = true;
        parts.add(
            new Part(
                own,
                Kind.EXCEPTION,
                exception.name(),
                exception.span(),
                List.of(part(exception.condition())),
                -1,
                List.of(),
                null));
        made = false;
      }
      Span span = rule.definition().name().span();
      Part root =
          new Part(
              0, Kind.RULE, rule.definition().name().value(), span, parts, -1, List.of(), null);
      return new RuleTree(rule.definition(), root);
    }

    private Part part(Expr expr) {
      String macro = macros.get(expr.span());
      if (macro == null) {
        return plain(expr);
      }
      int own = number++;
      return new Part(
          own, Kind.MACRO, macro, expr.span(), List.of(plain(expr)), -1, List.of(), null);
    }

    private Part plain(Expr expr) {
      int own = number++;
      return switch (expr) {
        case Expr.And and -> join(own, Kind.ALL, "and", and.terms(), and.span());
        case Expr.Or or -> join(own, Kind.ANY, "or", or.terms(), or.span());
        case Expr.Not not -> join(own, Kind.NOT, "not", List.of(not.term()), not.span());
        case Expr.MacroRef ref -> throw new IllegalStateException("not expanded: " + ref.name());
        case Expr.Check check -> check(own, check);
      };
    }

    private Part join(int own, Kind kind, String word, List<Expr> terms, Span span) {
      return new Part(
          own, kind, word, span, terms.stream().map(this::part).toList(), -1, List.of(), null);
    }

    private Part check(int own, Expr.Check check) {
      Condition condition = Binder.bind(check, source, new Diagnostics()).condition();
      if (condition == null) {
        throw new IllegalStateException("does not compile: " + check.span());
      }
      int known = checks.computeIfAbsent(condition, _ -> checks.size());
      return new Part(
          own,
          Kind.CHECK,
          made ? ConditionText.of(check) : written(check.span()),
          check.span(),
          List.of(),
          known,
          fields(condition),
          check.operator());
    }

    private static String written(Span span) {
      return span.source().text().substring(span.start(), span.end()).replaceAll("\\s+", " ");
    }

    private static List<FieldUse> fields(Condition condition) {
      Set<FieldUse> fields = new LinkedHashSet<>();
      collect(condition, fields);
      return List.copyOf(fields);
    }

    private static void collect(Condition condition, Set<FieldUse> into) {
      switch (condition) {
        case Condition.Constant _ -> {}
        case Condition.All(List<Condition> terms) -> terms.forEach(term -> collect(term, into));
        case Condition.Any(List<Condition> terms) -> terms.forEach(term -> collect(term, into));
        case Condition.Negation(Condition term) -> collect(term, into);
        case Condition.Test(Predicate predicate) -> into.addAll(predicate.fields());
      }
    }
  }
}
