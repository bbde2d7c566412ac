// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.config.ConfigSchema.Option;
import io.eyrie.api.error.PluginException;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds one map of the configuration against a schema and reports every misfit at its place. */
final class SchemaCheck {

  private SchemaCheck() {}

  /**
   * What a map says.
   *
   * @param sound the values that are right, defaults filled in; wrong ones and missing ones have
   *     none
   * @param good whether nothing was wrong
   */
  record Checked(Config sound, boolean good) {}

  /**
   * The typed values, or null when something was wrong.
   *
   * @param others keys that the map may have too, and that are somebody else's to check
   * @param where what the map is, for messages: "the configuration of grpc"
   */
  static @Nullable Config check(
      ConfigSchema schema, Set<String> others, Mapping nested, String where, Problems problems) {
    Map<String, Object> values = new LinkedHashMap<>();
    return values(schema, others, nested, where, problems, values) ? config(schema, values) : null;
  }

  /** The same, with what is right where something is wrong, so that the rest can be checked too. */
  static Checked checkAll(
      ConfigSchema schema, Set<String> others, Mapping nested, String where, Problems problems) {
    Map<String, Object> values = new LinkedHashMap<>();
    boolean good = values(schema, others, nested, where, problems, values);
    return new Checked(config(withoutRequired(schema), values), good);
  }

  private static ConfigSchema withoutRequired(ConfigSchema schema) {
    ConfigSchema.Builder all = ConfigSchema.builder();
    for (Option option : schema.options()) {
      option
          .defaultText()
          .ifPresentOrElse(
              text -> all.optional(option.key(), option.type(), text, option.description()),
              () -> all.optional(option.key(), option.type(), option.description()));
    }
    return all.build();
  }

  private static Config config(ConfigSchema schema, Map<String, Object> values) {
    try {
      return Config.of(schema, values);
    } catch (PluginException e) {
      throw new IllegalStateException("checked, and yet refused: " + e.getMessage(), e);
    }
  }

  /** Whether all is right; the values that are go into the last map. */
  private static boolean values(
      ConfigSchema schema,
      Set<String> others,
      Mapping nested,
      String where,
      Problems problems,
      Map<String, Object> values) {
    Mapping mapping = flat(schema, nested);
    boolean good = true;
    for (Map.Entry<String, Entry> named : mapping.entries().entrySet()) {
      String key = named.getKey();
      Entry entry = named.getValue();
      if (others.contains(key)) {
        continue;
      }
      Optional<Option> option = schema.option(key);
      if (option.isEmpty()) {
        good = false;
        unknown(key, visible(entry.key(), schema, mapping), schema, others, where, problems);
        continue;
      }
      if (entry.value() instanceof Scalar(String _, boolean none, Place _) && none) {
        continue;
      }
      Object value = value(option.get(), entry.value(), schema, mapping, problems);
      if (value == null) {
        good = false;
      } else {
        values.put(key, value);
      }
    }
    for (Option option : schema.options()) {
      if (option.required() && !values.containsKey(option.key()) && !has(mapping, option.key())) {
        good = false;
        problems.at(
            visible(mapping.place(), schema, mapping),
            ConfigCode.CONFIG_MISSING_KEY,
            "the key '" + option.key() + "' is missing in " + where,
            "add '" + option.key() + ":'. " + option.description());
      }
    }
    return good;
  }

  /** The entries of maps in the map, where the schema has keys with dots, under such keys. */
  private static Mapping flat(ConfigSchema schema, Mapping mapping) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    flatten("", mapping, schema, entries);
    return new Mapping(entries, mapping.place());
  }

  private static void flatten(
      String prefix, Mapping mapping, ConfigSchema schema, Map<String, Entry> into) {
    mapping
        .entries()
        .forEach((name, entry) -> {
          String key = prefix + name;
          boolean group =
              schema.options().stream().anyMatch(option -> option.key().startsWith(key + "."));
          if (group && entry.value() instanceof Mapping inner) {
            flatten(key + ".", inner, schema, into);
          } else if (!group
              || !(entry.value() instanceof Scalar(String _, boolean none, Place _) && none)) {
            into.put(key, entry);
          }
        });
  }

  /** Whether the key is there with a value; one that is wrong was told already. */
  private static boolean has(Mapping mapping, String key) {
    Entry entry = mapping.entries().get(key);
    return entry != null
        && !(entry.value() instanceof Scalar(String _, boolean none, Place _) && none);
  }

  private static void unknown(
      String key,
      Place place,
      ConfigSchema schema,
      Set<String> others,
      String where,
      Problems problems) {
    List<String> known =
        Stream.concat(schema.options().stream().map(Option::key), others.stream().sorted())
            .toList();
    Optional<String> remedy = schema == HostKeys.TOP ? FalcoKeys.remedy(key) : Optional.empty();
    if (remedy.isEmpty()) {
      problems.unknownKey(place, key, where, known);
    } else {
      problems.at(
          place,
          ConfigCode.CONFIG_UNKNOWN_KEY,
          "unknown key '" + key + "' in " + where,
          remedy.get());
    }
  }

  private static @Nullable Object value(
      Option option, ConfigNode node, ConfigSchema schema, Mapping mapping, Problems problems) {
    Place place = visible(node.place(), schema, mapping);
    return switch (node) {
      case Scalar scalar -> {
        Optional<String> problem = option.problem(scalar.text());
        if (problem.isPresent()) {
          problems.at(
              place,
              ConfigCode.CONFIG_VALUE,
              "the value of '" + option.key() + "' is wrong: " + problem.get(),
              option.description());
        }
        yield problem.isPresent() ? null : scalar.text();
      }
      case Sequence sequence -> {
        if (option.type() != ConfigSchema.Type.TEXT_LIST) {
          shape(option, node, place, problems);
          yield null;
        }
        yield texts(option, sequence, schema, mapping, problems);
      }
      case Mapping _ -> {
        shape(option, node, place, problems);
        yield null;
      }
    };
  }

  private static @Nullable List<String> texts(
      Option option, Sequence sequence, ConfigSchema schema, Mapping mapping, Problems problems) {
    List<String> texts = new ArrayList<>();
    boolean good = true;
    for (ConfigNode item : sequence.items()) {
      if (item instanceof Scalar(String text, boolean none, Place _) && !none) {
        texts.add(text);
      } else {
        good = false;
        problems.at(
            visible(item.place(), schema, mapping),
            ConfigCode.CONFIG_SHAPE,
            "an item of '" + option.key() + "' is " + item.kind() + ", not a text",
            "write one text per item, and quote those that hold { [ : or #");
      }
    }
    return good ? texts : null;
  }

  private static void shape(Option option, ConfigNode node, Place place, Problems problems) {
    problems.at(
        place,
        ConfigCode.CONFIG_SHAPE,
        "'"
            + option.key()
            + "' takes "
            + (option.type() == ConfigSchema.Type.TEXT_LIST ? "a list of texts" : "one value")
            + ", not "
            + node.kind(),
        option.description());
  }

  /** The place, its line hidden where a secret stands on it too. */
  private static Place visible(Place place, ConfigSchema schema, Mapping mapping) {
    for (Option option : schema.options()) {
      Entry entry = mapping.entries().get(option.key());
      if (option.type() == ConfigSchema.Type.SECRET
          && entry != null
          && (place.sharesLineWith(entry.key()) || place.sharesLineWith(entry.value().place()))) {
        return place.asSecret();
      }
    }
    return place;
  }
}
