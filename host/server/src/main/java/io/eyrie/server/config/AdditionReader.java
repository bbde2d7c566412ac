// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.Config;
import io.eyrie.engine.OutputAddition;
import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.diag.Text;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code append_output} and {@code static_fields}: what the operator adds to the outputs of
 * rules. Whether its fields are there is known where rules are loaded.
 */
final class AdditionReader {

  private static final Pattern STATIC_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");

  private static final String FORM =
      "write '- {match: {source: NAME}, extra_output: \"more %fields\"}'";
  private static final String FIELD_FORM = "write '- FIELD' or '- NAME: \"a text with %fields\"'";
  private static final String STATIC_FORM =
      "write one 'name: text' per field, as in 'site: berlin'";

  private final Problems problems;

  AdditionReader(Problems problems) {
    this.problems = problems;
  }

  Map<String, String> staticFields(@Nullable ConfigNode node) {
    if (node == null) {
      return Map.of();
    }
    if (!(node instanceof Mapping(Map<String, Entry> entries, Place _))) {
      shape(node, "'" + HostKeys.STATIC_FIELDS + "'", "a map", STATIC_FORM);
      return Map.of();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    entries.forEach((name, entry) -> {
      if (!STATIC_NAME.matcher(name).matches()) {
        problems.at(
            entry.key(),
            ConfigCode.CONFIG_VALUE,
            "'" + name + "' can't be the name of a static field",
            "use letters, digits and _, the first a letter");
      } else if (entry.value() instanceof Scalar(String text, boolean none, Place _)) {
        fields.put(name, none ? "" : text);
      } else {
        shape(entry.value(), "the static field '" + name + "'", "a text", STATIC_FORM);
      }
    });
    return fields;
  }

  List<OutputAddition> appendOutput(@Nullable ConfigNode node) {
    String list = HostKeys.APPEND_OUTPUT.name();
    List<OutputAddition> additions = new ArrayList<>();
    switch (node) {
      case null -> {}
      case Sequence(List<ConfigNode> items, Place _) -> {
        for (ConfigNode item : items) {
          if (item instanceof Mapping mapping) {
            addition(mapping).ifPresent(additions::add);
          } else {
            shape(item, "an item of '" + list + "'", "a map", FORM);
          }
        }
      }
      case Mapping wrong -> shape(wrong, "'" + list + "'", "a list", FORM);
      case Scalar wrong -> shape(wrong, "'" + list + "'", "a list", FORM);
    }
    return additions;
  }

  private Optional<OutputAddition> addition(Mapping item) {
    Config keys =
        SchemaCheck.check(
            HostKeys.APPEND_OUTPUT.keys(),
            Set.of(HostKeys.MATCH, HostKeys.EXTRA_FIELDS),
            item,
            "an item of '" + HostKeys.APPEND_OUTPUT.name() + "'",
            problems);
    Config match = match(item, value(item, HostKeys.MATCH));
    List<ExtraField> fields = extraFields(value(item, HostKeys.EXTRA_FIELDS));
    if (keys == null || match == null) {
      return Optional.empty();
    }
    Optional<Text> output =
        value(item, "extra_output") instanceof Scalar scalar
            ? Optional.of(text(scalar))
            : Optional.empty();
    if (output.isEmpty()
        && value(item, HostKeys.EXTRA_FIELDS) == null
        && !keys.bool("suggested_output")) {
      problems.at(
          item.place(),
          ConfigCode.CONFIG_VALUE,
          "an item of '" + HostKeys.APPEND_OUTPUT.name() + "' adds nothing",
          "give it 'extra_output', 'extra_fields' or 'suggested_output: true'");
    }
    return Optional.of(
        new OutputAddition(
            match.has("source") ? Optional.of(match.text("source")) : Optional.empty(),
            match.has("rule") ? Optional.of(match.text("rule")) : Optional.empty(),
            match.has("tags") ? Set.copyOf(match.texts("tags")) : Set.of(),
            output,
            fields,
            keys.bool("suggested_output")));
  }

  private @Nullable Config match(Mapping item, @Nullable ConfigNode node) {
    Mapping mapping;
    switch (node) {
      case null -> mapping = new Mapping(Map.of(), item.place());
      case Mapping given -> mapping = given;
      case Sequence wrong -> {
        shape(wrong, "'match'", "a map", FORM);
        return null;
      }
      case Scalar wrong -> {
        shape(wrong, "'match'", "a map", FORM);
        return null;
      }
    }
    return SchemaCheck.check(HostKeys.MATCH_KEYS, Set.of(), mapping, "'match'", problems);
  }

  private List<ExtraField> extraFields(@Nullable ConfigNode node) {
    List<ExtraField> fields = new ArrayList<>();
    if (node == null) {
      return fields;
    }
    if (!(node instanceof Sequence(List<ConfigNode> items, Place _))) {
      shape(node, "'extra_fields'", "a list", FIELD_FORM);
      return fields;
    }
    for (ConfigNode item : items) {
      switch (item) {
        case Scalar scalar when !scalar.none() && !scalar.text().isBlank() ->
            fields.add(new ExtraField(text(scalar), null));
        case Mapping(Map<String, Entry> entries, Place _) ->
            entries.forEach((name, entry) -> worded(name, entry, fields));
        case Scalar wrong -> shape(wrong, "an item of 'extra_fields'", "a field", FIELD_FORM);
        case Sequence wrong -> shape(wrong, "an item of 'extra_fields'", "a field", FIELD_FORM);
      }
    }
    return fields;
  }

  private void worded(String name, Entry entry, List<ExtraField> into) {
    if (entry.value() instanceof Scalar scalar && !scalar.none()) {
      into.add(new ExtraField(Text.at(name, entry.key().span()), text(scalar)));
    } else {
      shape(entry.value(), "the extra field '" + name + "'", "a text", FIELD_FORM);
    }
  }

  private static Text text(Scalar scalar) {
    return Text.at(scalar.text(), scalar.place().span());
  }

  /** What stands behind a key, or null when it is not there or has nothing. */
  private static @Nullable ConfigNode value(Mapping mapping, String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null || (entry.value() instanceof Scalar scalar && scalar.none())
        ? null
        : entry.value();
  }

  private void shape(ConfigNode node, String what, String wanted, String hint) {
    problems.at(
        node.place(),
        ConfigCode.CONFIG_SHAPE,
        what + " is " + node.kind() + ", not " + wanted,
        hint);
  }
}
