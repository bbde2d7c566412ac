// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.RuleItem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code rule} items. */
final class RuleReader {
  private static final Set<String> APPENDABLE =
      new TreeSet<>(Set.of("condition", "output", "desc", "tags", "exceptions"));
  private static final Set<String> REPLACEABLE =
      with(
          APPENDABLE,
          "priority",
          "enabled",
          "capture",
          "capture_duration",
          "warn_evttypes",
          "skip-if-unknown-filter");
  private static final Set<String> KEYS = with(REPLACEABLE, "rule", "source", "append", "override");

  private final YamlKeys keys;
  private final OverrideReader overrides;
  private final ExceptionReader exceptions;

  RuleReader(YamlKeys keys) {
    this.keys = keys;
    this.overrides = new OverrideReader(keys, APPENDABLE, REPLACEABLE);
    this.exceptions = new ExceptionReader(keys);
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }

  @Nullable Item read(YamlKeys.Mapping map) {
    Trail content = map.trail();
    map.trail(content.in(ItemType.RULE, "", map.span()));
    Text name = map.text("rule", true);
    if (name != null) {
      map.trail(content.in(ItemType.RULE, name.value(), map.span()));
    }
    map.warnUnknown(KEYS);
    OverrideReader.Change change = overrides.read(map);
    boolean changes = change.changes() || map.has("override");
    boolean switches =
        !changes
            && !map.has("condition")
            && !map.has("output")
            && !map.has("desc")
            && !map.has("priority");
    boolean whole = !changes && !switches;
    Text condition = map.text("condition", whole);
    Text desc = map.text("desc", whole);
    Text output = map.text("output", whole);
    Priority priority = priority(map, whole);
    if (switches) {
      switching(map);
    }
    Text source = changes ? map.emptiableText("source") : map.text("source", false);
    Boolean enabled = map.bool("enabled");
    List<Text> tags = map.texts("tags", false);
    List<Item.ExceptionItem> excepted = exceptions.read(map);
    Boolean warnEventTypes = map.bool("warn_evttypes");
    Boolean skipIfUnknownFilter = map.bool("skip-if-unknown-filter");
    Boolean capture = map.bool("capture");
    Long duration = map.unsigned("capture_duration");
    return name == null
        ? null
        : new RuleItem(
            name,
            condition,
            desc,
            output == null ? null : output.strip(),
            priority,
            source,
            enabled,
            tags,
            excepted,
            warnEventTypes,
            skipIfUnknownFilter,
            capture,
            duration,
            change.append(),
            change.override(),
            map.trail());
  }

  private static void switching(YamlKeys.Mapping map) {
    if (!map.has("enabled")) {
      map.missing("enabled");
      return;
    }
    map.diagnostics()
        .report(
            Code.LOAD_DEPRECATED_ITEM,
            map.keySpan("enabled"),
            "an item that has nothing but 'enabled' is deprecated",
            "add 'override: {enabled: replace}'");
  }

  private @Nullable Priority priority(YamlKeys.Mapping map, boolean required) {
    Text text = map.text("priority", required);
    if (text == null) {
      return null;
    }
    Optional<Priority> priority = Priority.parse(text.value());
    if (priority.isEmpty()) {
      map.fail();
      List<String> labels = Arrays.stream(Priority.values()).map(Priority::label).toList();
      keys.invalid(
          map.trail().in(ItemType.RULE_PRIORITY, "", text.span()),
          text.span(),
          "'" + text.value() + "' is no priority",
          Suggestions.hint(text.value(), labels, "use one of " + String.join(", ", labels)));
    }
    return priority.orElse(null);
  }
}
