// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.Config;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import io.eyrie.server.config.HostKeys.Group;
import io.eyrie.server.delivery.DeliveryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the instances under {@code sources} and {@code outputs}; whatever is wrong with one, the
 * rest of it is read as well, so that all its mistakes are told at once.
 */
final class InstanceReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private static final String SOURCE = "source";
  private static final String OUTPUT = "output";

  private final Problems problems;

  /** Names are unique among sources and outputs together. */
  private final Map<String, Place> names = new HashMap<>();

  InstanceReader(Problems problems) {
    this.problems = problems;
  }

  /** The sources in a list; null for none. */
  List<InstanceConfig> sources(@Nullable ConfigNode list) {
    return instances(list, HostKeys.SOURCE, SOURCE);
  }

  /** The outputs in a list; null for none. */
  List<InstanceConfig> outputs(@Nullable ConfigNode list) {
    return instances(list, HostKeys.OUTPUT, OUTPUT);
  }

  private List<InstanceConfig> instances(@Nullable ConfigNode list, Group group, String kind) {
    if (list == null) {
      return List.of();
    }
    if (!(list instanceof Sequence sequence)) {
      problems.at(
          list.place(),
          ConfigCode.CONFIG_SHAPE,
          "'" + group.name() + "' is " + list.kind() + ", not a list",
          "write one '- plugin: ID' per " + kind);
      return List.of();
    }
    List<InstanceConfig> instances = new ArrayList<>();
    for (ConfigNode item : sequence.items()) {
      if (item instanceof Mapping mapping) {
        InstanceConfig instance = instance(mapping, group, kind);
        if (instance != null) {
          instances.add(instance);
        }
      } else {
        problems.at(
            item.place(),
            ConfigCode.CONFIG_SHAPE,
            "an item of '" + group.name() + "' is " + item.kind() + ", not a map",
            "write '- plugin: ID', with the keys of the " + kind + " indented below");
      }
    }
    return instances;
  }

  private @Nullable InstanceConfig instance(Mapping mapping, Group group, String kind) {
    boolean output = kind.equals(OUTPUT);
    SchemaCheck.Checked checked =
        SchemaCheck.checkAll(
            group.keys(),
            output
                ? Set.of(HostKeys.CONFIG, HostKeys.CUSTOM_FIELDS, HostKeys.TEMPLATED_FIELDS)
                : Set.of(HostKeys.CONFIG),
            mapping,
            "an item of '" + group.name() + "'",
            problems);
    Config keys = checked.sound();
    Mapping own = ownKeys(mapping, kind);
    DeliveryPolicy delivery =
        output ? new DeliveryReader(mapping, keys, problems).read() : DeliveryPolicy.DEFAULT;
    String plugin = keys.text("plugin");
    Place place = place(mapping, "plugin");
    String name = keys.has("name") ? keys.text("name") : plugin;
    boolean named = name(name, keys.has("name") ? place(mapping, "name") : place, keys);
    if (!checked.good() || own == null || !named) {
      return null;
    }
    Optional<String> provided = keys.has(kind) ? Optional.of(keys.text(kind)) : Optional.empty();
    return new InstanceConfig(
        plugin, provided, name, new PluginConfig(plugin, own), delivery, place);
  }

  private static Place place(Mapping mapping, String key) {
    Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.place() : entry.value().place();
  }

  /** Whether the name can be one; an item that has none, nor a plugin, was told of already. */
  private boolean name(String name, Place place, Config keys) {
    if (!keys.has("name") && !keys.has("plugin")) {
      return false;
    }
    if (!NAME.matcher(name).matches()) {
      problems.at(
          place,
          ConfigCode.CONFIG_VALUE,
          "'" + name + "' can't be the name of an instance",
          "use 1 to 64 letters, digits and . _ -, the first a letter or digit");
      return false;
    }
    Place earlier = names.putIfAbsent(name, place);
    if (earlier != null) {
      problems.at(
          place,
          ConfigCode.CONFIG_DUPLICATE_NAME,
          "a second instance is named '" + name + "'",
          "the first is at " + earlier + "; give one of them a 'name' of its own");
    }
    return true;
  }

  private @Nullable Mapping ownKeys(Mapping instance, String kind) {
    Entry entry = instance.entries().get(HostKeys.CONFIG);
    if (entry == null) {
      return new Mapping(Map.of(), instance.place());
    }
    return switch (entry.value()) {
      case Mapping own -> own;
      case Scalar(String _, boolean none, Place _) when none ->
          new Mapping(Map.of(), instance.place());
      case Scalar wrong -> notAMap(wrong, kind);
      case Sequence wrong -> notAMap(wrong, kind);
    };
  }

  private @Nullable Mapping notAMap(ConfigNode wrong, String kind) {
    problems.at(
        wrong.place(),
        ConfigCode.CONFIG_SHAPE,
        "'config' is " + wrong.kind() + ", not a map",
        "write the keys of the " + kind + " indented below it, each as 'key: value'");
    return null;
  }
}
