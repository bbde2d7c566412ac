// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.InstanceConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The configured instances of one fleet, in the order of the configuration.
 *
 * <p>Changed under the host's lock, read by any thread.
 *
 * @param <M> what the fleet keeps of an instance
 */
final class Members<M extends ConfiguredInstance> {

  private final Function<InstanceConfig, M> maker;
  private volatile Map<String, M> byName = Map.of();

  Members(List<InstanceConfig> configured, Function<InstanceConfig, M> maker) {
    this.maker = maker;
    become(configured);
  }

  /** From now on these are the instances; one whose name was there before stays what it is. */
  void become(List<InstanceConfig> configured) {
    Map<String, M> next = new LinkedHashMap<>();
    for (InstanceConfig config : configured) {
      M known = byName.get(config.name());
      if (known == null) {
        next.put(config.name(), maker.apply(config));
      } else {
        known.configure(config);
        next.put(config.name(), known);
      }
    }
    byName = next;
  }

  List<M> all() {
    return List.copyOf(byName.values());
  }

  List<InstanceConfig> configs() {
    return all().stream().map(ConfiguredInstance::config).toList();
  }

  /** Those of one plugin. */
  List<M> of(String plugin) {
    return all().stream().filter(member -> member.config().plugin().equals(plugin)).toList();
  }

  /** Those of these names. */
  List<M> named(Collection<String> names) {
    return all().stream().filter(member -> names.contains(member.config().name())).toList();
  }
}
