// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.ConfigException;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.ModuleListener;
import io.eyrie.server.modules.PluginRefused;
import io.eyrie.server.rules.RulesRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets plugins that come, change and go take effect in the host, or tells why they can't.
 *
 * @param host in which they take effect
 */
record PluginChanges(Host host) implements ModuleListener {

  private static final Logger LOG = LoggerFactory.getLogger(PluginChanges.class);

  /** Something that takes effect in the host, or is refused by it. */
  @FunctionalInterface
  private interface Change {
    void make() throws RulesRefused, ConfigException, BindingRefused, InterruptedException;
  }

  @Override
  public void added(LoadedPlugin plugin) throws PluginRefused {
    make(() -> host.added(plugin));
  }

  @Override
  public void replace(LoadedPlugin old, LoadedPlugin candidate) throws PluginRefused {
    make(() -> host.replace(old, candidate));
  }

  private static void make(Change change) throws PluginRefused {
    try {
      change.make();
    } catch (RulesRefused | ConfigException | BindingRefused e) {
      throw new PluginRefused(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new PluginRefused("the host is ending");
    }
  }

  @Override
  public void removed(LoadedPlugin plugin) {
    try {
      host.removed(plugin);
    } catch (RulesRefused | BindingRefused e) {
      LOG.error(
          "without plugin {} the rules can't be loaded again, those in force stay: {}",
          plugin.id(),
          e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
