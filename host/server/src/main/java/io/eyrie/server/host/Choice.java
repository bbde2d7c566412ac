// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.config.Problem;
import io.eyrie.server.modules.LoadedPlugin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which of a plugin's sources or outputs an instance uses, and how.
 *
 * @param offered the one of the plugin
 * @param config fits its schema
 */
record Choice<T>(T offered, Config config) {

  /** A kind of thing that plugins offer: what they have of it, and how it is asked. */
  record Kind<T>(
      String word,
      Function<LoadedPlugin, List<T>> offered,
      Function<T, String> name,
      Function<T, ConfigSchema> schema) {}

  /** Event sources. */
  static final Kind<SourceProvider> SOURCE =
      new Kind<>(
          "source",
          LoadedPlugin::sources,
          provider -> provider.declaration().name(),
          provider -> provider.declaration().config());

  /** Outputs. */
  static final Kind<OutputProvider> OUTPUT =
      new Kind<>("output", LoadedPlugin::outputs, OutputProvider::name, OutputProvider::config);

  /**
   * Checks instances of a plugin against what it offers.
   *
   * @return a choice for each, by the name of the instance
   * @throws ConfigException that names every problem of all of them
   */
  static <T> Map<String, Choice<T>> ofAll(
      List<InstanceConfig> instances, Kind<T> kind, LoadedPlugin plugin) throws ConfigException {
    Map<String, Choice<T>> choices = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (InstanceConfig instance : instances) {
      try {
        T provider = find(instance, kind.word(), kind.offered().apply(plugin), kind.name());
        choices.put(
            instance.name(),
            new Choice<>(provider, instance.config().check(kind.schema().apply(provider))));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return choices;
  }

  /** The one that is named, or the only one. */
  private static <T> T find(
      InstanceConfig config, String kind, List<T> offered, Function<T, String> name)
      throws ConfigException {
    if (config.provided().isEmpty() && offered.size() == 1) {
      return offered.getFirst();
    }
    for (T candidate : offered) {
      if (config.provided().isPresent() && config.provided().get().equals(name.apply(candidate))) {
        return candidate;
      }
    }
    throw new ConfigException(
        List.of(config.notProvided(kind, offered.stream().map(name).toList())));
  }
}
