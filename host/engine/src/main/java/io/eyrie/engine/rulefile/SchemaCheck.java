// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Holds the first document of a rule file against the schema that Falco has for rule files. It only
 * informs: the loader itself is milder in some things (the case of priorities, {@code yes} for
 * {@code true}) and stricter in most. All kinds of items share one schema there, so that a key may
 * stand in an item that has no use for it.
 */
final class SchemaCheck {
  private static final int MOST = 100;
  private static final Set<String> PRIORITIES =
      Set.of(
          "EMERGENCY",
          "ALERT",
          "CRITICAL",
          "ERROR",
          "WARNING",
          "NOTICE",
          "INFO",
          "INFORMATIONAL",
          "DEBUG");
  private static final Set<String> OPERATIONS = Set.of("append", "replace");

  /** Looks at one value and tells what is wrong with it. */
  @FunctionalInterface
  private interface Rule {
    void check(SchemaCheck check, String path, Node node);
  }

  private static final Rule TEXT =
      (check, path, node) -> check.require(text(node).isPresent(), path, "a text is wanted");
  private static final Rule TRUTH =
      (check, path, node) ->
          check.require(
              text(node).filter(t -> t.equals("true") || t.equals("false")).isPresent(),
              path,
              "true or false is wanted");
  private static final Rule NUMBER =
      (check, path, node) ->
          check.require(
              text(node).filter(t -> t.matches("[+-]?\\d+")).isPresent(),
              path,
              "a whole number is wanted");
  private static final Rule ANYTHING = (_, _, _) -> {};

  private static final Rule VERSION =
      object(Map.of("name", TEXT, "version", TEXT), Set.of("name", "version"));
  private static final Rule REQUIREMENT =
      object(
          Map.of("name", TEXT, "version", TEXT, "alternatives", listOf(VERSION)),
          Set.of("name", "version"));
  private static final Rule EXCEPTION =
      object(
          Map.of("name", TEXT, "fields", ANYTHING, "comps", ANYTHING, "values", ANYTHING),
          Set.of("name"));
  private static final Rule ITEM = object(itemKeys(), Set.of());

  private final List<String> problems = new ArrayList<>();

  private SchemaCheck() {}

  /** What the schema says against a document, empty when nothing. */
  static List<String> check(Node document) {
    SchemaCheck check = new SchemaCheck();
    listOf(ITEM).check(check, "", document);
    return List.copyOf(check.problems);
  }

  private static Map<String, Rule> itemKeys() {
    Map<String, Rule> keys = new TreeMap<>();
    Map<String, Rule> overrides = new TreeMap<>();
    for (String key : List.of("rule", "macro", "list", "condition", "desc", "output", "source")) {
      keys.put(key, TEXT);
    }
    for (String key :
        List.of("append", "enabled", "capture", "warn_evttypes", "skip-if-unknown-filter")) {
      keys.put(key, TRUTH);
    }
    keys.put("items", listOf(TEXT));
    keys.put("tags", listOf(TEXT));
    keys.put("capture_duration", NUMBER);
    keys.put("priority", oneOf(PRIORITIES));
    keys.put("exceptions", listOf(EXCEPTION));
    for (String key :
        List.of(
            "condition",
            "desc",
            "output",
            "enabled",
            "capture",
            "capture_duration",
            "warn_evttypes",
            "skip-if-unknown-filter",
            "items",
            "tags",
            "priority",
            "exceptions")) {
      overrides.put(key, oneOf(OPERATIONS));
    }
    keys.put("override", object(overrides, Set.of()));
    keys.put("required_engine_version", TEXT);
    keys.put("required_plugin_versions", listOf(REQUIREMENT));
    return keys;
  }

  private static Optional<String> text(Node node) {
    return node instanceof ScalarNode scalar && !YamlKeys.isNull(node)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static Rule oneOf(Set<String> words) {
    return (check, path, node) ->
        check.require(
            text(node).filter(words::contains).isPresent(),
            path,
            "one of " + String.join(", ", new TreeSet<>(words)) + " is wanted");
  }

  private static Rule listOf(Rule entry) {
    return (check, path, node) -> {
      if (node instanceof SequenceNode sequence) {
        int index = 0;
        for (Node value : sequence.getValue()) {
          entry.check(check, path + "[" + index++ + "]", value);
        }
      } else {
        check.require(false, path, "a list is wanted");
      }
    };
  }

  private static Rule object(Map<String, Rule> keys, Set<String> required) {
    return (check, path, node) -> {
      if (!(node instanceof MappingNode mapping)) {
        check.require(false, path, "a map is wanted");
        return;
      }
      Set<String> seen = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = text(tuple.getKeyNode()).orElse("");
        Rule rule = keys.get(key);
        check.require(rule != null, path, "the key '" + key + "' is not known");
        check.require(seen.add(key), path, "the key '" + key + "' stands twice");
        if (rule != null) {
          rule.check(check, path.isEmpty() ? key : path + "." + key, tuple.getValueNode());
        }
      }
      for (String key : new TreeSet<>(required)) {
        check.require(seen.contains(key), path, "the key '" + key + "' is missing");
      }
    };
  }

  private void require(boolean condition, String path, String problem) {
    if (!condition && problems.size() < MOST) {
      problems.add((path.isEmpty() ? "the document" : path) + ": " + problem);
    }
  }
}
