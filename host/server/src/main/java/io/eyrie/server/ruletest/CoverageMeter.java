// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.ruletest.RuleCoverage.PartCoverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the events of tests have made of the parts of rules. Not for several threads. */
final class CoverageMeter {

  private static final class Counts {
    private final RuleTree tree;
    private final long[] held;
    private final long[] failed;

    Counts(RuleTree tree) {
      this.tree = tree;
      int parts = tree.all().size();
      this.held = new long[parts];
      this.failed = new long[parts];
    }
  }

  private final List<Counts> counts = new ArrayList<>();

  /** Counts for the rules of one source of one load. */
  CoverageMeter(RuleForest forest) {
    forest.trees().forEach(tree -> counts.add(new Counts(tree)));
  }

  void count(Sighting sighting) {
    for (Counts rule : counts) {
      sighting.walk(
          rule.tree.root(),
          (part, holds) -> (holds == 1 ? rule.held : rule.failed)[part.number()]++);
    }
  }

  /** The rules in their order, and behind them their macros by name. */
  List<RuleCoverage> coverage() {
    List<RuleCoverage> coverage = new ArrayList<>();
    Map<String, Macro> macros = new TreeMap<>();
    for (Counts rule : counts) {
      Map<Span, PartCoverage> parts = new LinkedHashMap<>();
      rule.tree.root().parts().forEach(part -> collect(part, rule, parts, macros));
      coverage.add(
          new RuleCoverage(
              rule.tree.name(),
              false,
              rule.tree.root().span(),
              rule.held[0],
              rule.failed[0],
              List.copyOf(parts.values())));
    }
    macros.forEach((name, macro) ->
        coverage.add(
            new RuleCoverage(
                name,
                true,
                macro.span,
                macro.held,
                macro.failed,
                List.copyOf(macro.parts.values()))));
    return coverage;
  }

  /** A macro is the same wherever it is used, so it is counted over all rules. */
  private static final class Macro {
    private final Span span;
    private final Map<Span, PartCoverage> parts = new LinkedHashMap<>();
    private long held;
    private long failed;

    Macro(Span span) {
      this.span = span;
    }
  }

  private static void collect(
      Part part, Counts rule, Map<Span, PartCoverage> into, Map<String, Macro> macros) {
    long held = rule.held[part.number()];
    long failed = rule.failed[part.number()];
    if (part.kind() == Kind.CHECK || part.kind() == Kind.EXCEPTION || part.kind() == Kind.MACRO) {
      String text = part.kind() == Kind.EXCEPTION ? "exception " + part.text() : part.text();
      into.merge(
          part.span(), new PartCoverage(text, part.span(), held, failed), PartCoverage::plus);
    }
    Map<Span, PartCoverage> inside = into;
    if (part.kind() == Kind.MACRO) {
      Macro macro = macros.computeIfAbsent(part.text(), _ -> new Macro(part.span()));
      macro.held += held;
      macro.failed += failed;
      inside = macro.parts;
    }
    for (Part inner : part.parts()) {
      collect(inner, rule, inside, macros);
    }
  }
}
