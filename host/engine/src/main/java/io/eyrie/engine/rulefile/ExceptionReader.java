// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.Entry;
import io.eyrie.engine.rulefile.Item.ExceptionItem;
import io.eyrie.engine.rulefile.Item.Many;
import io.eyrie.engine.rulefile.Item.One;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the {@code exceptions} of a rule. Whether fields, comparators and values fit each other is
 * seen only when all items that speak of the exception are known.
 */
final class ExceptionReader {
  private static final int DEEPEST = 2;

  private final YamlKeys keys;

  ExceptionReader(YamlKeys keys) {
    this.keys = keys;
  }

  /** The exceptions, null when the key is not there. */
  @Nullable List<ExceptionItem> read(YamlKeys.Mapping rule) {
    Node node = rule.node("exceptions");
    if (node == null) {
      return null;
    }
    if (YamlKeys.isNull(node)) {
      return List.of();
    }
    Trail all = rule.trail().in(ItemType.EXCEPTIONS, "", keys.start(node));
    if (!(node instanceof SequenceNode sequence)) {
      rule.fail();
      keys.invalid(
          all,
          keys.start(node),
          "'exceptions' has to be a list",
          "write each exception as '- name: NAME' and its other keys");
      return null;
    }
    List<ExceptionItem> exceptions = new ArrayList<>();
    for (Node entry : sequence.getValue()) {
      ExceptionItem exception = exception(rule, all, entry);
      if (exception == null) {
        rule.fail();
      } else {
        exceptions.add(exception);
      }
    }
    return List.copyOf(exceptions);
  }

  private @Nullable ExceptionItem exception(YamlKeys.Mapping rule, Trail all, Node node) {
    Trail unnamed = all.in(ItemType.EXCEPTION, "", keys.start(node));
    if (!(node instanceof MappingNode mapping)) {
      keys.invalid(
          unnamed,
          keys.start(node),
          "an exception has to be a map",
          "write '- name: NAME' and its other keys");
      return null;
    }
    YamlKeys.Mapping map = keys.mapping(mapping, unnamed);
    Text name = map.text("name", true);
    Trail trail =
        rule.trail().in(ItemType.EXCEPTION, name == null ? "" : name.value(), keys.start(node));
    map.trail(trail);
    Entry fields = entry(map, "fields");
    Entry comps = entry(map, "comps");
    List<Entry> values = map.has("values") ? values(map) : null;
    return map.failed() || name == null
        ? null
        : new ExceptionItem(name, fields, comps, values, trail);
  }

  private List<Entry> values(YamlKeys.Mapping map) {
    Node node = map.node("values");
    if (node == null || YamlKeys.isNull(node)) {
      return List.of();
    }
    Trail trail = map.trail().in(ItemType.EXCEPTION_VALUES, "", keys.start(node));
    List<Entry> values = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node row : sequence.getValue()) {
        Entry read = entry(map, row, trail, DEEPEST);
        if (read != null) {
          values.add(read);
        }
      }
    } else {
      map.fail();
      keys.invalid(
          trail,
          keys.start(node),
          "the values of an exception have to be a list",
          "write 'values: [a, b]', or a list for each alternative: 'values: [[a, b], [c, d]]'");
    }
    return List.copyOf(values);
  }

  private @Nullable Entry entry(YamlKeys.Mapping map, String key) {
    Node node = map.node(key);
    return node == null
        ? null
        : entry(map, node, map.trail().in(ItemType.VALUE, key, keys.start(node)), 1);
  }

  private @Nullable Entry entry(YamlKeys.Mapping map, Node node, Trail around, int depth) {
    if (node instanceof SequenceNode sequence && depth > 0) {
      List<Entry> entries = new ArrayList<>();
      for (Node inner : sequence.getValue()) {
        Entry read = entry(map, inner, around, depth - 1);
        if (read != null) {
          entries.add(read);
        }
      }
      return new Many(List.copyOf(entries), keys.span(node));
    }
    Text text = map.scalar(node, false, () -> value(around, node));
    return text == null ? null : new One(text);
  }

  private Trail value(Trail around, Node node) {
    return around
        .in(ItemType.EXCEPTION_VALUE, "", keys.start(node))
        .in(ItemType.VALUE, "", keys.start(node));
  }
}
