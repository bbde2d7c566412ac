// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.rulefile.Item.EngineVersion;
import io.eyrie.engine.rulefile.Item.PluginVersions;
import io.eyrie.engine.rulefile.Item.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code required_engine_version} and {@code required_plugin_versions} items. */
final class VersionReader {
  private static final Set<String> ENGINE_KEYS = Set.of("required_engine_version");
  private static final Set<String> PLUGIN_KEYS = Set.of("required_plugin_versions");
  private static final Set<String> REQUIREMENT_KEYS =
      new TreeSet<>(Set.of("name", "version", "alternatives"));
  private static final Set<String> ALTERNATIVE_KEYS = new TreeSet<>(Set.of("name", "version"));

  private final YamlKeys keys;

  VersionReader(YamlKeys keys) {
    this.keys = keys;
  }

  @Nullable Item engine(YamlKeys.Mapping map) {
    map.trail(map.trail().in(ItemType.ENGINE_VERSION, "", map.span()));
    map.warnUnknown(ENGINE_KEYS);
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
      map.invalid(
          text.span(),
          "'" + value + "' is no engine version",
          "write a number such as 57, or three joined by dots such as 0.57.0");
      return null;
    }
    return new EngineVersion(version.get(), text, map.trail());
  }

  @Nullable Item plugins(YamlKeys.Mapping map) {
    map.warnUnknown(PLUGIN_KEYS);
    Node value = map.node("required_plugin_versions");
    if (value == null) {
      return null;
    }
    Trail all = map.trail().in(ItemType.PLUGIN_VERSIONS, "", keys.start(value));
    map.trail(all);
    if (!(value instanceof SequenceNode sequence)) {
      map.invalid(
          YamlKeys.isNull(value) ? map.keySpan("required_plugin_versions") : keys.start(value),
          "'required_plugin_versions' has to be a list",
          "write each plugin as '- name: NAME' and its 'version: x.y.z'");
      return null;
    }
    List<Requirement> requirements = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      Requirement main = requirement(map, node, ItemType.PLUGIN_VERSION);
      if (main != null) {
        requirements.add(main);
      }
    }
    return new PluginVersions(List.copyOf(requirements), all);
  }

  private @Nullable Requirement requirement(YamlKeys.Mapping parent, Node node, ItemType type) {
    Trail trail = parent.trail().in(type, "", keys.start(node));
    if (!(node instanceof MappingNode mapping)) {
      parent.fail();
      keys.invalid(
          trail,
          keys.start(node),
          "a required plugin has to be a map",
          "write {name: NAME, version: x.y.z}");
      return null;
    }
    YamlKeys.Mapping map = keys.mapping(mapping, trail);
    Text name = map.text("name", true);
    if (name != null) {
      map.trail(parent.trail().in(type, name.value(), map.span()));
    }
    boolean main = type == ItemType.PLUGIN_VERSION;
    map.warnUnknown(main ? REQUIREMENT_KEYS : ALTERNATIVE_KEYS);
    Text version = map.text("version", true);
    List<Requirement> alternatives =
        main && map.has("alternatives") ? alternatives(map) : List.of();
    if (map.failed() || name == null || version == null) {
      parent.fail();
      return null;
    }
    if (Version.parse(version.value().strip()).isEmpty()) {
      parent.fail();
      map.diagnostics()
          .report(
              Code.LOAD_ERR_VALIDATE,
              version.span(),
              "'" + version.value() + "' is no version for plugin '" + name.value() + "'",
              "write three numbers joined by dots, such as 0.7.0");
      return null;
    }
    Set<String> names = new HashSet<>(Set.of(name.value()));
    for (Requirement alternative : alternatives) {
      if (!names.add(alternative.name().value())) {
        parent.fail();
        map.diagnostics()
            .report(
                Code.LOAD_ERR_VALIDATE,
                alternative.name().span(),
                "plugin '" + alternative.name().value() + "' stands twice among the alternatives",
                "name each plugin once");
        return null;
      }
    }
    return new Requirement(name, version, alternatives, map.trail());
  }

  private List<Requirement> alternatives(YamlKeys.Mapping map) {
    Node value = map.node("alternatives");
    List<Requirement> alternatives = new ArrayList<>();
    if (value instanceof SequenceNode sequence) {
      for (Node node : sequence.getValue()) {
        Requirement read = requirement(map, node, ItemType.PLUGIN_ALTERNATIVE);
        if (read != null) {
          alternatives.add(read);
        }
      }
    } else {
      map.invalid(
          map.keySpan("alternatives"),
          "'alternatives' has to be a list",
          "write each as '- name: NAME' and its 'version: x.y.z'");
    }
    return List.copyOf(alternatives);
  }
}
