// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.api.field.Extraction;
import io.eyrie.engine.alert.Template;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.plan.Planner;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.EvaluatorSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules of one source together with every comparison in them, planned into one index. Immutable and
 * safe to share between threads.
 *
 * <p>Behind the rules stands one small rule per distinct comparison, and last one that matches
 * every event and names the fields of all comparisons in its output.
 */
public final class Probe {
  private final RuleIndex index;
  private final int rules;
  private final int checks;
  private final RuleForest forest;

  private Probe(RuleIndex index, int rules, RuleForest forest) {
    this.index = index;
    this.rules = rules;
    this.checks = forest.checks().size();
    this.forest = forest;
  }

  /**
   * Plans rules and what is to be seen of them.
   *
   * @param source the source of all of them
   * @param rules what raises matches
   * @param forest the trees whose comparisons are looked at, of one {@link RuleForest}
   */
  public static Probe of(SourceFields source, List<PlannedRule> rules, RuleForest forest) {
    List<PlannedRule> planned = new ArrayList<>(rules);
    if (!forest.trees().isEmpty()) {
      RuleDefinition any = forest.trees().getFirst().definition();
      Template mute = template("-", any, source);
      for (Condition check : forest.checks()) {
        planned.add(new PlannedRule(any, check, mute));
      }
      planned.add(new PlannedRule(any, Condition.TRUE, values(forest, any, source)));
    }
    return new Probe(Planner.plan(source, planned), rules.size(), forest);
  }

  /** A template of all fields; those that can't be printed are left out. */
  private static Template values(RuleForest forest, RuleDefinition any, SourceFields source) {
    Set<String> fields = new LinkedHashSet<>();
    for (RuleTree tree : forest.trees()) {
      for (Part part : tree.all()) {
        part.fields().stream().map(FieldUse::text).forEach(fields::add);
      }
    }
    StringBuilder text = new StringBuilder("-");
    for (String field : fields) {
      Text one = Text.at("%" + field, any.name().span());
      if (Template.parse(one, source, new Diagnostics()).template() != null) {
        text.append(" %").append(field);
      }
    }
    return template(text.toString(), any, source);
  }

  private static Template template(String text, RuleDefinition any, SourceFields source) {
    Template template =
        Template.parse(Text.at(text, any.name().span()), source, new Diagnostics()).template();
    if (template == null) {
      throw new IllegalStateException("no template: " + text);
    }
    return template;
  }

  /** The index, whose demand a source is bound to. */
  public RuleIndex index() {
    return index;
  }

  /** What a comparison of its trees asks. */
  public Condition condition(Part check) {
    return forest.condition(check);
  }

  int rules() {
    return rules;
  }

  int checks() {
    return checks;
  }

  /** Begins to look at events of one extraction; for one thread. */
  public ProbeRun run(Extraction extraction, EvaluatorSettings settings) {
    return new ProbeRun(this, extraction, settings);
  }
}
