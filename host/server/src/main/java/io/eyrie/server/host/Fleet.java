// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.modules.LoadedPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured instances of one kind, in the order of the configuration: those whose plugin is
 * there run, the others wait for it.
 *
 * <p>Changes are made under the host's lock; {@link #members()} and {@link #configs()} may be asked
 * by any thread.
 *
 * @param <M> what the fleet keeps of an instance
 * @param <P> what plugins offer of this kind
 */
abstract class Fleet<M extends ConfiguredInstance, P> {

  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  private final Choice.Kind<P> kind;
  private volatile Map<String, M> byName = Map.of();

  Fleet(Choice.Kind<P> kind) {
    this.kind = kind;
  }

  /** An instance that is ready to be started. */
  record Ready<M, P>(M member, LoadedPlugin plugin, Choice<P> choice) {}

  /** An instance that does not run yet. */
  abstract M member(InstanceConfig config);

  /** Ends these instances. */
  abstract void stop(List<M> some) throws InterruptedException;

  /**
   * From now on these are the instances; one whose name was there before stays what it is. Those
   * that are no longer there must have been ended, the new ones wait to be started.
   */
  final void become(List<InstanceConfig> configured) {
    Map<String, M> next = new LinkedHashMap<>();
    for (InstanceConfig config : configured) {
      M known = byName.get(config.name());
      if (known == null) {
        next.put(config.name(), member(config));
      } else {
        known.configure(config);
        next.put(config.name(), known);
      }
    }
    byName = next;
  }

  /** All instances. */
  final List<M> members() {
    return List.copyOf(byName.values());
  }

  /** How all instances are configured. */
  final List<InstanceConfig> configs() {
    return members().stream().map(ConfiguredInstance::config).toList();
  }

  private List<M> of(String plugin) {
    return members().stream().filter(member -> member.config().plugin().equals(plugin)).toList();
  }

  /**
   * Checks how instances of the plugin are to be configured.
   *
   * @throws ConfigException that names every problem of all of them
   */
  final void check(LoadedPlugin plugin, List<InstanceConfig> instances) throws ConfigException {
    List<InstanceConfig> own =
        instances.stream().filter(config -> config.plugin().equals(plugin.id())).toList();
    LOG.debug(
        "{} instances of {} are well configured",
        Choice.ofAll(own, kind, plugin).size(),
        plugin.id());
  }

  /** Every instance of the plugin, or none when the configuration of one is wrong. */
  final List<Ready<M, P>> ready(LoadedPlugin plugin) throws ConfigException {
    return ready(of(plugin.id()), plugin);
  }

  /** Those of these names whose plugins are there. */
  final List<Ready<M, P>> ready(Collection<String> names, List<LoadedPlugin> plugins)
      throws ConfigException {
    List<Ready<M, P>> ready = new ArrayList<>();
    for (LoadedPlugin plugin : plugins) {
      ready.addAll(
          ready(
              of(plugin.id()).stream()
                  .filter(member -> names.contains(member.config().name()))
                  .toList(),
              plugin));
    }
    return ready;
  }

  private List<Ready<M, P>> ready(List<M> some, LoadedPlugin plugin) throws ConfigException {
    Map<String, Choice<P>> choices =
        Choice.ofAll(some.stream().map(ConfiguredInstance::config).toList(), kind, plugin);
    List<Ready<M, P>> ready = new ArrayList<>();
    for (M member : some) {
      Choice<P> choice = choices.get(member.config().name());
      if (choice != null) {
        ready.add(new Ready<>(member, plugin, choice));
      }
    }
    return ready;
  }

  /** Ends every instance of the plugin; they wait for it to come back. */
  final void stop(String plugin) throws InterruptedException {
    stop(of(plugin));
  }

  /** Ends those of these names. */
  final void stop(Collection<String> names) throws InterruptedException {
    stop(members().stream().filter(member -> names.contains(member.config().name())).toList());
  }

  /** Ends all instances. */
  final void stopAll() throws InterruptedException {
    stop(members());
  }
}
