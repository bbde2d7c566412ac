// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.expand.RuleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator adds to the outputs of some rules.
 *
 * @param source only rules of this source
 * @param rule only the rule of this name
 * @param tags only rules with all of these tags
 * @param output what their messages go on with
 * @param fields what the fields of their alerts have besides
 * @param suggested whether fields that are proposed for every alert are added
 */
public record OutputAddition(
    Optional<String> source,
    Optional<String> rule,
    Set<String> tags,
    Optional<Text> output,
    List<ExtraField> fields,
    boolean suggested) {

  /** Copies the collections. */
  public OutputAddition {
    tags = Set.copyOf(tags);
    fields = List.copyOf(fields);
  }

  boolean concerns(RuleDefinition definition) {
    return source.map(definition.source()::equals).orElse(true)
        && rule.map(definition.name().value()::equals).orElse(true)
        && definition.tags().containsAll(tags);
  }

  /** What it says, wherever that was written. */
  List<Object> meaning() {
    return List.of(
        source,
        rule,
        List.copyOf(new TreeSet<>(tags)),
        output.map(Text::value),
        fields.stream()
            .map(field -> {
              Text text = field.output();
              return List.of(field.key().value(), text == null ? "" : text.value());
            })
            .toList(),
        suggested);
  }
}
