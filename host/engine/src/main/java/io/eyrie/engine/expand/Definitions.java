// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.rulefile.Item;
import io.eyrie.engine.rulefile.Item.ListItem;
import io.eyrie.engine.rulefile.Item.MacroItem;
import io.eyrie.engine.rulefile.Item.Operation;
import io.eyrie.engine.rulefile.Item.RuleItem;
import io.eyrie.engine.rulefile.RuleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lists, macros and rules of all files under their names. Each keeps the place in the order
 * that its first item had. Deprecated ways of changing earlier items are warned of.
 */
public final class Definitions {
  private static final String OVERRIDE_INSTEAD =
      "name what is appended under 'override', as in 'override: {condition: append}'";

  private final Diagnostics diagnostics;
  private final Map<String, ListDefinition> lists = new LinkedHashMap<>();
  private final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
  private final Map<String, RuleDefinition> rules = new LinkedHashMap<>();
  private int order;
  private int file;

  private Definitions(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Gathers the items of the files in their order. */
  public static Definitions of(List<RuleFile> files, Diagnostics diagnostics) {
    Definitions definitions = new Definitions(diagnostics);
    for (RuleFile file : files) {
      for (Item item : file.items()) {
        definitions.order++;
        switch (item) {
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

  /** The rules by name, in the order of their first items. */
  public Map<String, RuleDefinition> rules() {
    return rules;
  }

  private void warnAppend(boolean append, Span span) {
    if (append) {
      diagnostics.report(
          Code.LOAD_DEPRECATED_ITEM, span, "'append: true' is deprecated", OVERRIDE_INSTEAD);
    }
  }

  private void noEarlier(String kind, Text name, Iterable<String> known) {
    List<String> names = new ArrayList<>();
    known.forEach(names::add);
    diagnostics.report(
        Code.LOAD_ERR_VALIDATE,
        name.span(),
        "there is no earlier " + kind + " '" + name.value() + "' to change",
        Suggestions.hint(
            name.value(),
            names,
            "define the " + kind + " first, in this file or one loaded before it"));
  }

  private void add(ListItem item) {
    warnAppend(item.append(), item.name().span());
    ListDefinition earlier = lists.get(item.name().value());
    List<Text> items = new ArrayList<>();
    if (item.append() || item.override().get("items") == Operation.APPEND) {
      if (earlier == null) {
        noEarlier("list", item.name(), lists.keySet());
        return;
      }
      items.addAll(earlier.items());
    }
    items.addAll(item.items());
    lists.put(
        item.name().value(),
        new ListDefinition(earlier == null ? item.name() : earlier.name(), List.copyOf(items)));
  }

  private void add(MacroItem item) {
    warnAppend(item.append(), item.name().span());
    MacroDefinition earlier = macros.get(item.name().value());
    Text condition = item.condition();
    if (item.append() || item.override().get("condition") == Operation.APPEND) {
      if (earlier == null) {
        noEarlier("macro", item.name(), macros.keySet());
        return;
      }
      condition = earlier.condition().append(condition);
    }
    macros.put(
        item.name().value(),
        earlier == null
            ? new MacroDefinition(item.name(), condition, order, order, file)
            : new MacroDefinition(
                earlier.name(), condition, earlier.first(), order, earlier.firstFile()));
  }

  private void add(RuleItem item) {
    warnAppend(item.append(), item.name().span());
    if (exceptionsUnsupported(item)) {
      return;
    }
    RuleDefinition earlier = rules.get(item.name().value());
    boolean changes = item.append() || !item.override().isEmpty();
    if (!changes && !item.switchOnly()) {
      define(item, earlier);
      return;
    }
    if (item.switchOnly()) {
      diagnostics.report(
          Code.LOAD_DEPRECATED_ITEM,
          item.name().span(),
          "an item that has nothing but 'enabled' is deprecated",
          "add 'override: {enabled: replace}'");
    }
    if (earlier == null) {
      noEarlier("rule", item.name(), rules.keySet());
      return;
    }
    if (differentSource(
        item, earlier, item.source() == null ? earlier.source() : item.source().value())) {
      return;
    }
    if (item.append() && item.condition() == null) {
      diagnostics.report(
          Code.LOAD_ERR_VALIDATE,
          item.name().span(),
          "there is nothing to append to rule '" + item.name().value() + "'",
          "add a 'condition'");
      return;
    }
    rules.put(item.name().value(), change(item, earlier));
  }

  private boolean exceptionsUnsupported(RuleItem item) {
    if (item.exceptions() == null || item.exceptions().isEmpty()) {
      return false;
    }
    diagnostics.report(
        Code.LOAD_ERR_VALIDATE,
        item.exceptions().getFirst().span(),
        "exceptions are not supported by this version of Eyrie yet",
        "write them into the condition, as in 'and not (proc.name = cat and fd.name = /etc/hosts)'");
    return true;
  }

  private boolean differentSource(RuleItem item, RuleDefinition earlier, String source) {
    if (earlier.source().equals(source)) {
      return false;
    }
    diagnostics.report(
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
            !Boolean.FALSE.equals(item.warnEventTypes()),
            Boolean.TRUE.equals(item.skipIfUnknownFilter()),
            Boolean.TRUE.equals(item.capture()),
            item.captureDurationMillis() == null ? 0 : item.captureDurationMillis(),
            file,
            earlier == null ? item.span() : earlier.span()));
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
        earlier.span());
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
