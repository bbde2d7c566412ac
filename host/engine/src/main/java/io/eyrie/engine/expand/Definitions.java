// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.rulefile.Item;
import io.eyrie.engine.rulefile.Item.ListItem;
import io.eyrie.engine.rulefile.Item.MacroItem;
import io.eyrie.engine.rulefile.Item.Operation;
import io.eyrie.engine.rulefile.Item.RuleItem;
import io.eyrie.engine.rulefile.RuleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lists, macros and rules of all files under their names. Each keeps the place in the order
 * that its first item had.
 */
public final class Definitions {
  /** How often an item may be defined or changed; each change copies it. */
  private static final int MOST_CHANGES = 1_000;

  private final Diagnostics diagnostics;
  private final ExceptionMerger exceptions;
  private final Map<String, ListDefinition> lists = new LinkedHashMap<>();
  private final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
  private final Map<String, RuleDefinition> rules = new LinkedHashMap<>();
  private final Map<String, Integer> changes = new HashMap<>();
  private int order;
  private int file;

  private Definitions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.exceptions = new ExceptionMerger(diagnostics);
  }

  /** Gathers the items of the files in their order. */
  public static Definitions of(List<RuleFile> files, Diagnostics diagnostics) {
    Definitions definitions = new Definitions(diagnostics);
    for (RuleFile file : files) {
      for (Item item : file.items()) {
        definitions.order++;
        switch (item) {
          case Item _ when definitions.tooOften(item) -> {}
          case ListItem list -> definitions.add(list);
          case MacroItem macro -> definitions.add(macro);
          case RuleItem rule -> definitions.add(rule);
          case Item.EngineVersion _, Item.PluginVersions _ -> {}
        }
      }
      definitions.file++;
    }
    return definitions;
  }

  /** The lists by name. */
  public Map<String, ListDefinition> lists() {
    return lists;
  }

  /** The macros by name. */
  public Map<String, MacroDefinition> macros() {
    return macros;
  }

  /** The conditions of all macros. */
  public List<Text> macroConditions() {
    return macros.values().stream().map(MacroDefinition::condition).toList();
  }

  /** The rules by name, in the order of their first items. */
  public Map<String, RuleDefinition> rules() {
    return rules;
  }

  private boolean tooOften(Item item) {
    String name =
        switch (item) {
          case ListItem list -> "list " + list.name().value();
          case MacroItem macro -> "macro " + macro.name().value();
          case RuleItem rule -> "rule " + rule.name().value();
          case Item.EngineVersion _, Item.PluginVersions _ -> null;
        };
    int times = name == null ? 0 : changes.merge(name, 1, Integer::sum);
    if (times != MOST_CHANGES + 1) {
      return times > MOST_CHANGES;
    }
    diagnostics
        .at(item.trail())
        .report(
            Code.LOAD_ERR_VALIDATE,
            item.span().source().span(item.span().start(), item.span().start() + 1),
            "the " + name + " is defined and changed more than " + MOST_CHANGES + " times",
            "say in one item what now stands in several");
    return true;
  }

  private void noEarlier(Item item, String kind, Text name, Set<String> known) {
    diagnostics
        .at(item.trail())
        .report(
            Code.LOAD_ERR_VALIDATE,
            name.span(),
            "there is no earlier " + kind + " '" + name.value() + "' to change",
            Suggestions.hint(
                name.value(),
                known,
                "define the " + kind + " first, in this file or one loaded before it"));
  }

  private void add(ListItem item) {
    ListDefinition earlier = lists.get(item.name().value());
    boolean append = item.append() || item.override().get("items") == Operation.APPEND;
    List<Text> items = new ArrayList<>();
    if (append) {
      if (earlier == null) {
        noEarlier(item, "list", item.name(), lists.keySet());
        return;
      }
      items.addAll(earlier.items());
    }
    items.addAll(item.items());
    lists.put(
        item.name().value(),
        append && earlier != null
            ? new ListDefinition(earlier.name(), List.copyOf(items), earlier.trail())
            : new ListDefinition(item.name(), List.copyOf(items), item.trail()));
  }

  private void add(MacroItem item) {
    MacroDefinition earlier = macros.get(item.name().value());
    if (item.append() || item.override().get("condition") == Operation.APPEND) {
      if (earlier == null) {
        noEarlier(item, "macro", item.name(), macros.keySet());
        return;
      }
      macros.put(
          item.name().value(),
          new MacroDefinition(
              earlier.name(),
              earlier.condition().append(item.condition()),
              earlier.first(),
              order,
              earlier.firstFile(),
              earlier.trail()));
      return;
    }
    macros.put(
        item.name().value(),
        new MacroDefinition(
            item.name(),
            item.condition(),
            earlier == null ? order : earlier.first(),
            order,
            earlier == null ? file : earlier.firstFile(),
            item.trail()));
  }

  private void add(RuleItem item) {
    RuleDefinition earlier = rules.get(item.name().value());
    boolean changes = item.append() || !item.override().isEmpty();
    if (!changes && !item.switchOnly()) {
      define(item, earlier);
      return;
    }
    if (earlier == null) {
      noEarlier(item, "rule", item.name(), rules.keySet());
      return;
    }
    if (differentSource(
        item, earlier, item.source() == null ? earlier.source() : item.source().value())) {
      return;
    }
    if (item.append() && item.condition() == null && item.exceptions() == null) {
      diagnostics
          .at(item.trail())
          .report(
              Code.LOAD_ERR_VALIDATE,
              item.name().span(),
              "there is nothing to append to rule '" + item.name().value() + "'",
              "add a 'condition' or 'exceptions'");
      return;
    }
    rules.put(item.name().value(), change(item, earlier));
  }

  private boolean differentSource(RuleItem item, RuleDefinition earlier, String source) {
    if (earlier.source().equals(source)) {
      return false;
    }
    diagnostics
        .at(item.trail())
        .report(
            Code.LOAD_ERR_VALIDATE,
            item.source() == null ? item.name().span() : item.source().span(),
            "rule '"
                + item.name().value()
                + "' was defined for source '"
                + earlier.source()
                + "' before, not '"
                + source
                + "'",
            "keep the source, or give the rule another name");
    return true;
  }

  private void define(RuleItem item, @Nullable RuleDefinition earlier) {
    String source = item.source() == null ? RuleDefinition.DEFAULT_SOURCE : item.source().value();
    if (earlier != null && differentSource(item, earlier, source)) {
      return;
    }
    rules.put(
        item.name().value(),
        new RuleDefinition(
            item.name(),
            Objects.requireNonNull(item.condition()),
            Objects.requireNonNull(item.desc()),
            Objects.requireNonNull(item.output()),
            Objects.requireNonNull(item.priority()),
            source,
            !Boolean.FALSE.equals(item.enabled()),
            tags(item, List.of()),
            item.exceptions() == null ? List.of() : exceptions.define(item.exceptions()),
            !Boolean.FALSE.equals(item.warnEventTypes()),
            Boolean.TRUE.equals(item.skipIfUnknownFilter()),
            Boolean.TRUE.equals(item.capture()),
            item.captureDurationMillis() == null ? 0 : item.captureDurationMillis(),
            file,
            item.trail()));
  }

  private static List<String> tags(RuleItem item, List<String> earlier) {
    TreeSet<String> tags = new TreeSet<>(earlier);
    if (item.tags() != null) {
      item.tags().forEach(tag -> tags.add(tag.value()));
    }
    return List.copyOf(tags);
  }

  private RuleDefinition change(RuleItem item, RuleDefinition earlier) {
    Map<String, Operation> override = item.override();
    Text condition =
        item.append() && item.condition() != null
            ? earlier.condition().append(item.condition())
            : changed(override.get("condition"), earlier.condition(), item.condition());
    boolean switched = item.switchOnly() || override.containsKey("enabled");
    Priority priority =
        override.containsKey("priority") && item.priority() != null
            ? item.priority()
            : earlier.priority();
    List<String> tags = earlier.tags();
    if (override.containsKey("tags")) {
      tags = tags(item, override.get("tags") == Operation.APPEND ? earlier.tags() : List.of());
    }
    return new RuleDefinition(
        earlier.name(),
        condition,
        changed(override.get("desc"), earlier.desc(), item.desc()),
        changed(override.get("output"), earlier.output(), item.output()),
        priority,
        earlier.source(),
        switched && item.enabled() != null ? item.enabled() : earlier.enabled(),
        tags,
        exceptions(item, earlier),
        changed(override.get("warn_evttypes"), earlier.warnEventTypes(), item.warnEventTypes()),
        changed(
            override.get("skip-if-unknown-filter"),
            earlier.skipIfUnknownFilter(),
            item.skipIfUnknownFilter()),
        changed(override.get("capture"), earlier.capture(), item.capture()),
        changed(
            override.get("capture_duration"),
            earlier.captureDurationMillis(),
            item.captureDurationMillis()),
        file,
        earlier.trail());
  }

  private List<ExceptionDefinition> exceptions(RuleItem item, RuleDefinition earlier) {
    Operation operation = item.append() ? Operation.APPEND : item.override().get("exceptions");
    if (item.exceptions() == null || operation == null) {
      return earlier.exceptions();
    }
    return switch (operation) {
      case APPEND -> exceptions.append(earlier.exceptions(), item.exceptions());
      case REPLACE ->
          exceptions.replace(
              item.exceptions(),
              earlier.conditionTrail().inCondition(earlier.condition(), List.of()));
    };
  }

  private static Text changed(@Nullable Operation operation, Text earlier, @Nullable Text now) {
    if (operation == null || now == null) {
      return earlier;
    }
    return operation == Operation.APPEND ? earlier.append(now) : now;
  }

  private static <T> T changed(@Nullable Operation operation, T earlier, @Nullable T now) {
    return operation == null || now == null ? earlier : now;
  }
}
