// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.rulefile.Item.EngineVersion;
import io.eyrie.engine.rulefile.Item.Entry;
import io.eyrie.engine.rulefile.Item.ExceptionItem;
import io.eyrie.engine.rulefile.Item.ListItem;
import io.eyrie.engine.rulefile.Item.MacroItem;
import io.eyrie.engine.rulefile.Item.Many;
import io.eyrie.engine.rulefile.Item.One;
import io.eyrie.engine.rulefile.Item.Operation;
import io.eyrie.engine.rulefile.Item.PluginVersions;
import io.eyrie.engine.rulefile.Item.Requirement;
import io.eyrie.engine.rulefile.Item.RuleItem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads the items of one rule file and types their keys. Every problem becomes a diagnostic, and
 * the item that has an error is left out; no text makes it throw, hang or use memory beyond a small
 * multiple of the text (nesting is bounded, aliases are never copied).
 */
public final class RuleFileReader {
  /** The longest text that is read, in UTF-16 units. */
  public static final int LONGEST = 16 * 1024 * 1024;

  /** The longest line that is read; the YAML scanner's time grows with its square. */
  public static final int LONGEST_LINE = 1_000_000;

  private static final int DEEPEST = 64;

  private static final List<String> KINDS =
      List.of("required_engine_version", "required_plugin_versions", "list", "macro", "rule");
  private static final Set<String> LIST_KEYS = keys("list", "items", "append", "override");
  private static final Set<String> MACRO_KEYS = keys("macro", "condition", "append", "override");
  private static final Set<String> RULE_KEYS =
      keys(
          "rule",
          "condition",
          "desc",
          "output",
          "priority",
          "source",
          "enabled",
          "tags",
          "exceptions",
          "warn_evttypes",
          "skip-if-unknown-filter",
          "capture",
          "capture_duration",
          "append",
          "override");
  private static final Set<String> RULE_APPENDABLE =
      keys("condition", "output", "desc", "tags", "exceptions");
  private static final Set<String> RULE_REPLACEABLE =
      keys(
          "condition",
          "output",
          "desc",
          "tags",
          "exceptions",
          "priority",
          "enabled",
          "capture",
          "capture_duration",
          "warn_evttypes",
          "skip-if-unknown-filter");
  private static final Pattern LIST_NAME = Pattern.compile("[^()\"'\\s=,]+");
  private static final Pattern MACRO_NAME = Pattern.compile("[a-zA-Z]+[a-zA-Z0-9_]*");

  private final SourceText source;
  private final Diagnostics diagnostics;
  private final YamlKeys keys;

  private RuleFileReader(SourceText source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.keys = new YamlKeys(source, diagnostics);
  }

  /** The items of the text; what is wrong with it goes to the diagnostics. */
  public static RuleFile read(SourceText source, Diagnostics diagnostics) {
    diagnostics.register(source);
    List<Item> items = new RuleFileReader(source, diagnostics).items();
    return new RuleFile(source, List.copyOf(items));
  }

  private static Set<String> keys(String... names) {
    return new TreeSet<>(Arrays.asList(names));
  }

  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    if (source.text().length() > LONGEST) {
      diagnostics.report(
          Code.LOAD_ERR_YAML_PARSE,
          source.span(0, 0),
          "the file is longer than " + LONGEST + " characters",
          "split it into several rule files");
      return items;
    }
    for (int line = 1; line <= source.lineCount(); line++) {
      if (source.lineText(line).length() > LONGEST_LINE) {
        Span start = source.span(source.lineStart(line), source.lineStart(line));
        diagnostics.report(
            Code.LOAD_ERR_YAML_PARSE,
            start,
            "the line is longer than " + LONGEST_LINE + " characters",
            "break it up; a text may go on over several lines after '>'");
        return items;
      }
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LONGEST + 1);
    options.setNestingDepthLimit(DEEPEST);
    options.setProcessComments(false);
    try {
      for (Node document : new Yaml(options).composeAll(new StringReader(source.text()))) {
        document(document, items);
      }
    } catch (MarkedYAMLException e) {
      int at = e.getProblemMark() == null ? 0 : keys.offset(e.getProblemMark());
      String problem = e.getProblem() == null ? "no valid YAML" : e.getProblem();
      String context = e.getContext() == null ? "" : " " + e.getContext();
      diagnostics.report(
          Code.LOAD_ERR_YAML_PARSE,
          source.span(at, at + 1),
          "the YAML can't be read" + context + ": " + problem.strip(),
          "quote texts that contain ': ', ' #' or begin with one of @ ` % & * ! [ {");
    } catch (ReaderException e) {
      int at = keys.offset(e.getPosition());
      diagnostics.report(
          Code.LOAD_ERR_YAML_PARSE,
          source.span(at, at + 1),
          String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
          "remove it, or write it as an escape in a double-quoted text");
    } catch (YAMLException e) {
      diagnostics.report(
          Code.LOAD_ERR_YAML_PARSE,
          source.span(0, 0),
          "the YAML can't be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return items;
  }

  private void document(Node document, List<Item> items) {
    if (YamlKeys.isNull(document)) {
      return;
    }
    if (!(document instanceof SequenceNode sequence)) {
      invalid(keys.start(document), "a rule file is a list of items", "begin each item with '- '");
      return;
    }
    for (Node node : sequence.getValue()) {
      if (YamlKeys.isNull(node)) {
        continue;
      }
      if (node instanceof MappingNode mapping) {
        item(mapping).ifPresent(items::add);
      } else {
        invalid(
            keys.start(node),
            "an item has to be a map",
            "write an item as '- rule: NAME', '- macro: NAME' or '- list: NAME' and its other keys");
      }
    }
  }

  private void invalid(Span span, String message, @Nullable String hint) {
    diagnostics.report(Code.LOAD_ERR_YAML_VALIDATE, span, message, hint);
  }

  private Optional<Item> item(MappingNode node) {
    YamlKeys.Mapping map = keys.mapping(node);
    for (String kind : KINDS) {
      if (map.has(kind)) {
        Item item =
            switch (kind) {
              case "required_engine_version" -> engineVersion(map);
              case "required_plugin_versions" -> pluginVersions(map);
              case "list" -> list(map);
              case "macro" -> macro(map);
              default -> rule(map);
            };
        return map.failed() ? Optional.empty() : Optional.ofNullable(item);
      }
    }
    String first = map.names().stream().findFirst().orElse("");
    diagnostics.report(
        Code.LOAD_UNKNOWN_ITEM,
        map.firstLine(),
        "this item is of no known kind and has no effect",
        map.names().stream()
            .flatMap(name -> Suggestions.nearest(name, KINDS).stream())
            .findFirst()
            .map(near -> "did you mean '" + near + "'?")
            .orElse("its first key '" + first + "' should be one of " + String.join(", ", KINDS)));
    return Optional.empty();
  }

  private @Nullable Item engineVersion(YamlKeys.Mapping map) {
    map.warnUnknown(Set.of("required_engine_version"));
    Text text = map.text("required_engine_version", true);
    if (text == null) {
      return null;
    }
    String value = text.value().strip();
    Optional<Version> version =
        value.matches("\\d{1,6}")
            ? Optional.of(new Version(0, Integer.parseInt(value), 0))
            : Version.parse(value);
    if (version.isEmpty()) {
      invalid(
          text.span(),
          "'" + value + "' is no engine version",
          "write a number such as 57, or three joined by dots such as 0.57.0");
      return null;
    }
    return new EngineVersion(version.get(), text, map.span());
  }

  private @Nullable Item pluginVersions(YamlKeys.Mapping map) {
    map.warnUnknown(Set.of("required_plugin_versions"));
    List<Node> nodes = map.sequence("required_plugin_versions", true);
    if (nodes == null) {
      return null;
    }
    List<Requirement> requirements = new ArrayList<>();
    for (Node node : nodes) {
      Requirement main = requirement(map, node, true);
      if (main != null) {
        requirements.add(main);
      }
    }
    return new PluginVersions(List.copyOf(requirements), map.span());
  }

  private @Nullable Requirement requirement(YamlKeys.Mapping parent, Node node, boolean main) {
    if (!(node instanceof MappingNode mapping)) {
      parent.fail();
      invalid(
          keys.start(node),
          "a required plugin has to be a map",
          "write {name: NAME, version: x.y.z}");
      return null;
    }
    YamlKeys.Mapping map = keys.mapping(mapping);
    map.warnUnknown(main ? Set.of("name", "version", "alternatives") : Set.of("name", "version"));
    Text name = map.text("name", true);
    Text version = map.text("version", true);
    List<Requirement> alternatives = new ArrayList<>();
    if (main && map.has("alternatives")) {
      List<Node> nodes = map.sequence("alternatives", true);
      for (Node alternative : nodes == null ? List.<Node>of() : nodes) {
        Requirement read = requirement(map, alternative, false);
        if (read != null) {
          alternatives.add(read);
        }
      }
    }
    if (map.failed() || name == null || version == null) {
      parent.fail();
      return null;
    }
    if (Version.parse(version.value().strip()).isEmpty()) {
      parent.fail();
      diagnostics.report(
          Code.LOAD_ERR_VALIDATE,
          version.span(),
          "'" + version.value() + "' is no version for plugin '" + name.value() + "'",
          "write three numbers joined by dots, such as 0.7.0");
      return null;
    }
    if (alternatives.stream().anyMatch(a -> a.name().value().equals(name.value()))) {
      parent.fail();
      diagnostics.report(
          Code.LOAD_ERR_VALIDATE,
          name.span(),
          "plugin '" + name.value() + "' is named as its own alternative",
          "remove the alternative, or name another plugin there");
      return null;
    }
    return new Requirement(name, version, List.copyOf(alternatives));
  }

  private @Nullable Item list(YamlKeys.Mapping map) {
    map.warnUnknown(LIST_KEYS);
    Text name = map.text("list", true);
    boolean append = Boolean.TRUE.equals(map.bool("append"));
    Map<String, Operation> override = override(map, append, keys("items"), keys("items"));
    List<Text> items = map.texts("items", true);
    if (name == null || items == null) {
      return null;
    }
    name(
        name,
        LIST_NAME,
        Code.LOAD_INVALID_LIST_NAME,
        "a list's name can't contain blanks, quotes, '(', ')', '=' or ','");
    return new ListItem(name, items, append, override, map.span());
  }

  private @Nullable Item macro(YamlKeys.Mapping map) {
    map.warnUnknown(MACRO_KEYS);
    Text name = map.text("macro", true);
    boolean append = Boolean.TRUE.equals(map.bool("append"));
    Map<String, Operation> override = override(map, append, keys("condition"), keys("condition"));
    Text condition = map.text("condition", true);
    if (name == null || condition == null) {
      return null;
    }
    name(
        name,
        MACRO_NAME,
        Code.LOAD_INVALID_MACRO_NAME,
        "a macro's name begins with a letter and goes on with letters, digits and '_'");
    return new MacroItem(name, condition, append, override, map.span());
  }

  private void name(Text name, Pattern form, Code code, String rule) {
    if (!form.matcher(name.value()).matches()) {
      diagnostics.report(
          code, name.span(), "'" + name.value() + "' can't be used in a condition", rule);
    }
  }

  private @Nullable Item rule(YamlKeys.Mapping map) {
    map.warnUnknown(RULE_KEYS);
    Text name = map.text("rule", true);
    boolean append = Boolean.TRUE.equals(map.bool("append"));
    Map<String, Operation> override = override(map, append, RULE_APPENDABLE, RULE_REPLACEABLE);
    boolean changes = append || !override.isEmpty();
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
    if (switches && !map.has("enabled")) {
      map.missing("enabled");
    }
    RuleItem item =
        name == null
            ? null
            : new RuleItem(
                name,
                condition,
                desc,
                output == null ? null : output.strip(),
                priority,
                changes ? map.emptiableText("source") : map.text("source", false),
                map.bool("enabled"),
                map.texts("tags", false),
                exceptions(map),
                map.bool("warn_evttypes"),
                map.bool("skip-if-unknown-filter"),
                map.bool("capture"),
                map.unsigned("capture_duration"),
                append,
                override,
                map.span());
    return item;
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
      invalid(
          text.span(),
          "'" + text.value() + "' is no priority",
          Suggestions.hint(text.value(), labels, "use one of " + String.join(", ", labels)));
    }
    return priority.orElse(null);
  }

  private Map<String, Operation> override(
      YamlKeys.Mapping map, boolean append, Set<String> appendable, Set<String> replaceable) {
    Map<String, Operation> operations = new LinkedHashMap<>();
    if (!map.has("override")) {
      return operations;
    }
    Node node = map.node("override");
    if (!(node instanceof MappingNode mapping)) {
      map.fail();
      invalid(
          node == null ? map.span() : keys.start(node),
          "'override' has to be a map of keys",
          "write 'override: {condition: append}'");
      return operations;
    }
    if (append) {
      map.fail();
      invalid(
          keys.start(node), "'override' and 'append: true' exclude each other", "remove 'append'");
      return operations;
    }
    YamlKeys.Mapping inner = keys.mapping(mapping);
    for (String key : inner.names()) {
      Text word = inner.text(key, true);
      if (word == null) {
        map.fail();
        continue;
      }
      switch (word.value()) {
        case "append" -> operations.put(key, Operation.APPEND);
        case "replace" -> operations.put(key, Operation.REPLACE);
        default -> {
          map.fail();
          invalid(
              word.span(),
              "'" + word.value() + "' is no way to override '" + key + "'",
              "use append or replace");
          continue;
        }
      }
      Operation operation = operations.get(key);
      Set<String> allowed = operation == Operation.APPEND ? appendable : replaceable;
      if (!allowed.contains(key)) {
        map.fail();
        invalid(
            inner.keySpan(key),
            operation == Operation.APPEND
                ? "'" + key + "' can't be appended to"
                : "'" + key + "' can't be replaced",
            operation == Operation.APPEND && replaceable.contains(key)
                ? "use 'replace'"
                : Suggestions.hint(
                    key, allowed, "one of " + String.join(", ", allowed) + " is wanted"));
      } else if (!map.has(key)) {
        map.fail();
        invalid(
            inner.keySpan(key),
            "'override' names '" + key + "', which the item does not have",
            "add the key '" + key + "', or take it out of 'override'");
      }
    }
    for (String key : map.names()) {
      if (replaceable.contains(key) && !inner.has(key)) {
        map.fail();
        invalid(
            map.keySpan(key),
            "'" + key + "' is not named by 'override'",
            "add '" + key + ": replace' to 'override', or remove the key");
      }
    }
    return operations;
  }

  private @Nullable List<ExceptionItem> exceptions(YamlKeys.Mapping map) {
    if (!map.has("exceptions") || YamlKeys.isNull(map.node("exceptions"))) {
      return null;
    }
    List<Node> nodes = map.sequence("exceptions", true);
    if (nodes == null) {
      return null;
    }
    List<ExceptionItem> exceptions = new ArrayList<>();
    for (Node node : nodes) {
      if (!(node instanceof MappingNode mapping)) {
        map.fail();
        invalid(
            keys.start(node),
            "an exception has to be a map",
            "write '- name: NAME' and its other keys");
        continue;
      }
      YamlKeys.Mapping inner = keys.mapping(mapping);
      Text name = inner.text("name", true);
      Entry fields = entry(inner, "fields");
      Entry comps = entry(inner, "comps");
      List<Entry> values = null;
      if (inner.has("values")) {
        List<Node> rows = inner.sequence("values", true);
        values = new ArrayList<>();
        for (Node row : rows == null ? List.<Node>of() : rows) {
          Entry read = entry(inner, row, 2);
          if (read != null) {
            values.add(read);
          }
        }
      }
      if (inner.failed() || name == null) {
        map.fail();
      } else {
        exceptions.add(new ExceptionItem(name, fields, comps, values, inner.span()));
      }
    }
    return exceptions;
  }

  private @Nullable Entry entry(YamlKeys.Mapping map, String key) {
    Node node = map.node(key);
    return node == null ? null : entry(map, node, 1);
  }

  private @Nullable Entry entry(YamlKeys.Mapping map, Node node, int depth) {
    if (node instanceof SequenceNode sequence && depth >= 0) {
      List<Entry> entries = new ArrayList<>();
      for (Node inner : sequence.getValue()) {
        Entry read = entry(map, inner, depth - 1);
        if (read != null) {
          entries.add(read);
        }
      }
      return new Many(List.copyOf(entries), keys.span(node));
    }
    Text text = map.scalar(node, false);
    return text == null ? null : new One(text);
  }
}
