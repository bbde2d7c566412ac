// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.expand.Definitions;
import io.eyrie.engine.expand.ExceptionDefinition;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.Expansion;
import io.eyrie.engine.expand.ListDefinition;
import io.eyrie.engine.expand.MacroDefinition;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.rulefile.Item;
import io.eyrie.engine.rulefile.RuleFile;
import io.eyrie.engine.rulefile.Version;
import io.eyrie.engine.syntax.Comparison;
import io.eyrie.engine.syntax.ConditionParser;
import io.eyrie.engine.syntax.ConditionText;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Literal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the descriptions of rules, macros and lists out of what a load left. */
final class Describer {
  private final List<RuleFile> files;
  private final Definitions definitions;
  private final Expansion expansion;
  private final Map<String, SourceFields> sources;
  private final Map<String, RuleDescription> summaries = new HashMap<>();

  Describer(
      List<RuleFile> files,
      Definitions definitions,
      Expansion expansion,
      Map<String, SourceFields> sources,
      List<RuleDescription> summaries) {
    this.files = files;
    this.definitions = definitions;
    this.expansion = expansion;
    this.sources = sources;
    summaries.forEach(summary -> this.summaries.put(summary.name(), summary));
  }

  Descriptions describe() {
    Version highest = new Version(0, 0, 0);
    List<Descriptions.RequiredPlugin> plugins = new ArrayList<>();
    for (RuleFile file : files) {
      for (Item item : file.items()) {
        switch (item) {
          case Item.EngineVersion version ->
              highest = version.version().compareTo(highest) > 0 ? version.version() : highest;
          case Item.PluginVersions versions ->
              versions.requirements().forEach(required -> plugins.add(plugin(required)));
          case Item.ListItem _, Item.MacroItem _, Item.RuleItem _ -> {}
        }
      }
    }
    return new Descriptions(
        highest.toString(),
        List.copyOf(plugins),
        expansion.rules().stream().map(this::rule).toList(),
        definitions.macros().values().stream().map(this::macro).toList(),
        definitions.lists().values().stream().map(this::list).toList());
  }

  private static Descriptions.RequiredPlugin plugin(Item.Requirement requirement) {
    return new Descriptions.RequiredPlugin(
        requirement.name().value(),
        requirement.version().value(),
        requirement.alternatives().stream().map(Describer::plugin).toList());
  }

  private Descriptions.Rule rule(ExpandedRule expanded) {
    RuleDefinition rule = expanded.definition();
    RuleDescription summary = summaries.get(rule.name().value());
    if (summary == null) {
      throw new IllegalStateException("no summary of rule '" + rule.name().value() + "'");
    }
    Set<String> names = new TreeSet<>();
    Set<String> fields = new TreeSet<>();
    Set<String> operators = new TreeSet<>();
    for (ExceptionDefinition exception : rule.exceptions()) {
      names.add(exception.name().value());
      exception.fields().forEach(field -> fields.add(field.text()));
      exception.comps().stream().map(Comparison::text).forEach(operators::add);
    }
    SourceFields source = sources.get(rule.source());
    return new Descriptions.Rule(
        summary,
        rule.capture(),
        rule.captureDurationMillis(),
        condition(rule.condition(), RuleBinding.whole(expanded), summary.eventTypes()),
        List.copyOf(names),
        List.copyOf(fields),
        List.copyOf(operators),
        source == null ? List.of() : sorted(source.declaration().provides().keySet()));
  }

  private Descriptions.Macro macro(MacroDefinition macro) {
    String name = macro.name().value();
    return new Descriptions.Macro(
        name,
        macro.condition().value(),
        expansion.usedMacros().contains(name),
        condition(macro.condition(), expansion.macros().get(name), List.of()),
        macro.name().span().place());
  }

  private Descriptions.NamedList list(ListDefinition list) {
    String name = list.name().value();
    List<String> items = list.items().stream().map(Text::value).toList();
    return new Descriptions.NamedList(
        name,
        items,
        expansion.usedLists().contains(name),
        items.stream().filter(definitions.lists()::containsKey).distinct().toList(),
        expansion.lists().getOrDefault(name, List.of()).stream().map(Literal::text).toList(),
        list.name().span().place());
  }

  private Descriptions.Condition condition(
      Text text, @Nullable Expr expanded, List<String> eventTypes) {
    Named named = new Named();
    Expr written = ConditionParser.parse(text, new Diagnostics());
    if (written != null) {
      named.collect(written);
    }
    Set<String> macros = named.macros;
    Set<String> lists = named.lists;
    Named all = new Named();
    if (expanded != null) {
      all.collect(expanded);
    }
    return new Descriptions.Condition(
        List.copyOf(macros),
        List.copyOf(lists),
        List.copyOf(all.operators),
        List.copyOf(all.fields),
        sorted(eventTypes),
        expanded == null ? "" : ConditionText.of(expanded));
  }

  private static List<String> sorted(Collection<String> words) {
    return List.copyOf(new TreeSet<>(words));
  }

  /** What a tree names. */
  private final class Named {
    private final Set<String> macros = new TreeSet<>();
    private final Set<String> lists = new TreeSet<>();
    private final Set<String> operators = new TreeSet<>();
    private final Set<String> fields = new TreeSet<>();

    private void collect(Expr expr) {
      switch (expr) {
        case Expr.And(List<Expr> terms, _) -> terms.forEach(this::collect);
        case Expr.Or(List<Expr> terms, _) -> terms.forEach(this::collect);
        case Expr.Not(Expr term, _) -> collect(term);
        case Expr.MacroRef(String name, _) -> macros.add(name);
        case Expr.Check check -> {
          operators.add(new Comparison(check.operator(), check.modifier()).text());
          RuleBinding.fields(check.left()).stream().map(FieldRef::text).forEach(fields::add);
          switch (check.right()) {
            case Expr.Nothing _ -> {}
            case Expr.Single(Literal value) -> list(value);
            case Expr.Values(List<Literal> values, _) -> values.forEach(this::list);
            case Expr.OfEvent(Expr.Term term, _) ->
                RuleBinding.fields(term).stream().map(FieldRef::text).forEach(fields::add);
          }
        }
      }
    }

    private void list(Literal value) {
      if (!value.quoted() && definitions.lists().containsKey(value.text())) {
        lists.add(value.text());
      }
    }
  }
}
