// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.delivery.DeliveryPolicy;
import java.util.Collection;
import java.util.Optional;

/**
 * One configured source or output instance.
 *
 * @param plugin the id of its plugin
 * @param provided the event source or output of the plugin; empty for its only one
 * @param name unique among all instances of the host, and fit to be a file name
 * @param config the plugin's own keys
 * @param delivery how alerts are sent to it, for an output
 * @param place where it is configured
 */
public record InstanceConfig(
    String plugin,
    Optional<String> provided,
    String name,
    PluginConfig config,
    DeliveryPolicy delivery,
    Place place) {

  /** Whether both configure the same instance alike, wherever it is written. */
  public boolean saysTheSame(InstanceConfig other) {
    return plugin.equals(other.plugin)
        && provided.equals(other.provided)
        && name.equals(other.name)
        && config.equals(other.config)
        && delivery.equals(other.delivery);
  }

  /**
   * The problem that no plugin of this id is loaded.
   *
   * @param known the ids of the plugins that the folder has, loaded or not
   */
  public Problem unknownPlugin(Collection<String> known) {
    return Problem.at(
        place,
        ConfigCode.CONFIG_UNKNOWN_PLUGIN,
        "no plugin '" + plugin + "' is loaded",
        known.contains(plugin)
            ? "its jar is there but was refused: 'eyrie plugins' and the log say why"
            : Suggestions.hint(plugin, known, withoutSuggestion(known)));
  }

  private static String withoutSuggestion(Collection<String> known) {
    return known.isEmpty()
        ? "put its jar into the folder of plugins; there is none"
        : "put its jar into the folder of plugins; there are "
            + String.join(", ", known.stream().sorted().toList());
  }

  /**
   * The problem that the plugin is there but has nothing of the wanted kind or name.
   *
   * @param kind "source" or "output"
   * @param offered what of that kind it brings
   */
  public Problem notProvided(String kind, Collection<String> offered) {
    String names = String.join(", ", offered.stream().sorted().toList());
    if (offered.isEmpty()) {
      return Problem.at(
          place,
          ConfigCode.CONFIG_UNKNOWN_PLUGIN,
          "the plugin '" + plugin + "' brings no " + kind,
          "'eyrie plugins' lists what each brings");
    }
    return Problem.at(
        place,
        ConfigCode.CONFIG_UNKNOWN_PLUGIN,
        provided
            .map(wanted -> "the plugin '" + plugin + "' brings no " + kind + " '" + wanted + "'")
            .orElse(
                "the plugin '"
                    + plugin
                    + "' brings several, and '"
                    + kind
                    + ":' does not say which"),
        provided
            .map(wanted -> Suggestions.hint(wanted, offered, "it brings " + names))
            .orElse("add '" + kind + ":' with one of " + names));
  }
}
