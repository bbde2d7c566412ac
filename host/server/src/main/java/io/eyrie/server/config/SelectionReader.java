// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.RuleSelection;
import io.eyrie.engine.RuleSelection.By;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code rules}: what is switched on and off. */
final class SelectionReader {

  private static final String FORM = "write '- disable: {rule: NAME}' or '- enable: {tag: TAG}'";

  private final Problems problems;
  private final List<RuleSelection.Entry> entries = new ArrayList<>();

  private SelectionReader(Problems problems) {
    this.problems = problems;
  }

  static RuleSelection read(@Nullable ConfigNode node, Problems problems) {
    SelectionReader reader = new SelectionReader(problems);
    switch (node) {
      case null -> {}
      case Sequence(List<ConfigNode> items, Place _) -> items.forEach(reader::item);
      case Mapping wrong -> reader.shape(wrong, "'rules'", "a list");
      case Scalar wrong -> reader.shape(wrong, "'rules'", "a list");
    }
    return new RuleSelection(reader.entries);
  }

  private void shape(ConfigNode node, String what, String wanted) {
    problems.at(
        node.place(),
        ConfigCode.CONFIG_SHAPE,
        what + " is " + node.kind() + ", not " + wanted,
        FORM);
  }

  private void item(ConfigNode node) {
    if (!(node instanceof Mapping(Map<String, Entry> keys, Place place))) {
      shape(node, "an item of 'rules'", "a map");
      return;
    }
    if (keys.size() != 1) {
      problems.at(
          place,
          ConfigCode.CONFIG_SHAPE,
          "an item of 'rules' has " + keys.size() + " keys where one is wanted",
          FORM);
    }
    keys.forEach((word, entry) -> {
      switch (word) {
        case HostKeys.ENABLE -> selected(true, entry);
        case HostKeys.DISABLE -> selected(false, entry);
        default ->
            problems.at(
                entry.key(),
                ConfigCode.CONFIG_UNKNOWN_KEY,
                "unknown key '" + word + "' in an item of 'rules'",
                Suggestions.hint(word, Set.of(HostKeys.ENABLE, HostKeys.DISABLE), FORM));
      }
    });
  }

  private void selected(boolean enable, Entry entry) {
    String word = enable ? HostKeys.ENABLE : HostKeys.DISABLE;
    if (!(entry.value() instanceof Mapping mapping)) {
      shape(entry.value(), "'" + word + "'", "a map");
      return;
    }
    if (SchemaCheck.check(HostKeys.SELECTION.keys(), Set.of(), mapping, "'" + word + "'", problems)
        == null) {
      return;
    }
    int before = entries.size();
    add(enable, By.RULE, mapping.entries().get("rule"));
    add(enable, By.TAG, mapping.entries().get("tag"));
    if (entries.size() == before) {
      problems.at(mapping.place(), ConfigCode.CONFIG_VALUE, "'" + word + "' names no rule", FORM);
    }
  }

  private void add(boolean enable, By by, @Nullable Entry entry) {
    if (entry != null
        && entry.value() instanceof Scalar(String text, boolean none, Place place)
        && !none
        && !text.isBlank()) {
      entries.add(new RuleSelection.Entry(enable, by, text, place.span()));
    }
  }
}
