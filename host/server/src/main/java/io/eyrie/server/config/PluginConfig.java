// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.server.config.ConfigNode.Mapping;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands under an instance's {@code config}, as yet unchecked, with its places.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PluginConfig {

  private final String plugin;
  private final Mapping mapping;

  PluginConfig(String plugin, Mapping mapping) {
    this.plugin = plugin;
    this.mapping = mapping;
  }

  /**
   * The typed configuration, defaults filled in.
   *
   * @param schema what the plugin's declaration says
   * @throws ConfigException that names every unknown or missing key and every wrong value
   */
  public Config check(ConfigSchema schema) throws ConfigException {
    Problems problems = new Problems();
    Config config =
        SchemaCheck.check(schema, Set.of(), mapping, "the configuration of " + plugin, problems);
    problems.orThrow();
    if (config == null) {
      throw new IllegalStateException("refused without a problem");
    }
    return config;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PluginConfig that
        && plugin.equals(that.plugin)
        && sameValues(mapping, that.mapping);
  }

  @Override
  public int hashCode() {
    return plugin.hashCode() * 31 + mapping.entries().keySet().hashCode();
  }

  /** Whether both say the same, wherever it is written. */
  private static boolean sameValues(ConfigNode one, ConfigNode other) {
    return switch (one) {
      case ConfigNode.Scalar a ->
          other instanceof ConfigNode.Scalar b && a.text().equals(b.text()) && a.none() == b.none();
      case ConfigNode.Sequence a -> {
        boolean same =
            other instanceof ConfigNode.Sequence b && a.items().size() == b.items().size();
        for (int i = 0; same && i < a.items().size(); i++) {
          same = sameValues(a.items().get(i), ((ConfigNode.Sequence) other).items().get(i));
        }
        yield same;
      }
      case Mapping a ->
          other instanceof Mapping b
              && a.entries().keySet().equals(b.entries().keySet())
              && a.entries().entrySet().stream()
                  .allMatch(entry ->
                      sameValues(
                          entry.getValue().value(),
                          java.util.Objects.requireNonNull(b.entries().get(entry.getKey()))
                              .value()));
    };
  }

  /** The plugin's id and the keys, without values, since some are secret. */
  @Override
  public String toString() {
    return plugin + mapping.entries().keySet();
  }
}
