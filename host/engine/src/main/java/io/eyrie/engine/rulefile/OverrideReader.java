// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads how an item changes an earlier one: {@code override}, or the older {@code append}. */
final class OverrideReader {
  private final YamlKeys keys;
  private final Set<String> appendable;
  private final Set<String> replaceable;

  OverrideReader(YamlKeys keys, Set<String> appendable, Set<String> replaceable) {
    this.keys = keys;
    this.appendable = appendable;
    this.replaceable = replaceable;
  }

  /**
   * What an item does to an earlier one.
   *
   * @param append whether it has {@code append: true}
   * @param override the keys under {@code override}
   */
  record Change(boolean append, Map<String, Operation> override) {
    boolean changes() {
      return append || !override.isEmpty();
    }
  }

  Change read(YamlKeys.Mapping map) {
    boolean append = Boolean.TRUE.equals(map.bool("append"));
    if (append) {
      map.diagnostics()
          .report(
              Code.LOAD_DEPRECATED_ITEM,
              map.keySpan("append"),
              "'append: true' is deprecated",
              "name what is appended under 'override', as in 'override: {condition: append}'");
    }
    Map<String, Operation> operations = new LinkedHashMap<>();
    Node node = map.node("override");
    if (node == null) {
      return new Change(append, operations);
    }
    if (!(node instanceof MappingNode mapping)) {
      map.invalid(
          YamlKeys.isNull(node) ? map.keySpan("override") : keys.start(node),
          "'override' has to be a map of keys",
          "write 'override: {condition: append}'");
      return new Change(append, operations);
    }
    if (append) {
      map.invalid(
          keys.start(node), "'override' and 'append: true' exclude each other", "remove 'append'");
      return new Change(true, operations);
    }
    Trail trail = map.trail().in(ItemType.OVERRIDES, "", map.span());
    YamlKeys.Mapping inner = keys.mapping(mapping, trail);
    for (String key : inner.names()) {
      operation(map, inner, key, operations);
    }
    for (String key : map.names()) {
      if (replaceable.contains(key) && !inner.has(key)) {
        Node value = map.node(key);
        map.fail();
        keys.invalid(
            map.trail()
                .in(ItemType.OVERRIDES, key, value == null ? map.keySpan(key) : keys.start(value)),
            map.keySpan(key),
            "'" + key + "' is not named by 'override'",
            "add '" + key + ": replace' to 'override', or remove the key");
      }
    }
    if (inner.failed()) {
      map.fail();
    }
    return new Change(false, operations);
  }

  private void operation(
      YamlKeys.Mapping map, YamlKeys.Mapping inner, String key, Map<String, Operation> into) {
    Text word = inner.text(key, true);
    if (word == null) {
      return;
    }
    Operation operation;
    switch (word.value()) {
      case "append" -> operation = Operation.APPEND;
      case "replace" -> operation = Operation.REPLACE;
      default -> {
        inner.fail();
        keys.invalid(
            inner.trail().in(ItemType.VALUE, key, word.span()),
            word.span(),
            "'" + word.value() + "' is no way to override '" + key + "'",
            "use append or replace");
        return;
      }
    }
    into.put(key, operation);
    Set<String> allowed = operation == Operation.APPEND ? appendable : replaceable;
    if (!allowed.contains(key)) {
      inner.fail();
      keys.invalid(
          inner.trail().in(ItemType.OVERRIDES, key, inner.keySpan(key)),
          inner.keySpan(key),
          "'" + key + "' can't be " + (operation == Operation.APPEND ? "appended to" : "replaced"),
          operation == Operation.APPEND && replaceable.contains(key)
              ? "use 'replace'"
              : Suggestions.hint(
                  key, allowed, "one of " + String.join(", ", allowed) + " is wanted"));
    } else if (!map.has(key)) {
      map.invalid(
          inner.keySpan(key),
          "'override' names '" + key + "', which the item does not have",
          "add the key '" + key + "', or take it out of 'override'");
    }
  }
}
