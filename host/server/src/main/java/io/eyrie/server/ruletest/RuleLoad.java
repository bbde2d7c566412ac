// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.LoadedRule;
import io.eyrie.engine.RuleSet;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.trace.Probe;
import io.eyrie.engine.trace.RuleForest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules that were loaded, and what judges the events of their sources. Not for several threads. */
public final class RuleLoad {

  private final LoadResult result;
  private final RuleSet rules;
  private final Map<String, RuleForest> forests = new HashMap<>();
  private final Map<String, LoadedRule> byName = new LinkedHashMap<>();

  /** What came of a load without errors. */
  public RuleLoad(LoadResult result) {
    this.result = result;
    this.rules = result.rules().orElseThrow();
    result.loaded().forEach(rule -> byName.put(rule.definition().name().value(), rule));
  }

  /** The rules. */
  public RuleSet rules() {
    return rules;
  }

  /** The names of all rules in their order. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** The rule of a name. */
  public Optional<LoadedRule> rule(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The event sources of the rules, each once. */
  public Set<String> sources() {
    Set<String> sources = new LinkedHashSet<>();
    byName.values().forEach(rule -> sources.add(rule.definition().source()));
    return sources;
  }

  /** The fields of a source; empty when no plugin brings it. */
  public Optional<SourceFields> fields(String source) {
    return rules.index(source).map(RuleIndex::source);
  }

  /** The trees of all rules of a source, those that are switched off included. */
  public RuleForest forest(String source) {
    return forests.computeIfAbsent(source, this::grow);
  }

  private RuleForest grow(String source) {
    Optional<SourceFields> fields = fields(source);
    List<ExpandedRule> expanded = new ArrayList<>();
    for (LoadedRule rule : byName.values()) {
      if (rule.planned() != null && rule.definition().source().equals(source)) {
        expanded.add(rule.expanded());
      }
    }
    return fields.isEmpty()
        ? RuleForest.empty()
        : RuleForest.of(fields.get(), expanded, result.definitions());
  }

  /**
   * What judges the events of a source.
   *
   * @param source one that a plugin brings
   * @param alsoWhenOff rules that judge even when their files switch them off
   */
  public Probe probe(String source, Set<String> alsoWhenOff) {
    List<PlannedRule> planned = new ArrayList<>();
    for (LoadedRule rule : byName.values()) {
      boolean on =
          rule.definition().enabled() || alsoWhenOff.contains(rule.definition().name().value());
      if (rule.planned() != null && on && rule.definition().source().equals(source)) {
        planned.add(rule.planned());
      }
    }
    return Probe.of(fields(source).orElseThrow(), planned, forest(source));
  }
}
