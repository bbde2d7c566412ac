// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.File;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Bundle;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginRepository;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;

/**
 * PF4J's plugin manager, told where classes come from: the class loader of a plugin is that of its
 * bundle, and the plugin object of PF4J is a wrapper around the plugin's own entry.
 *
 * <p>A plugin is loaded only when its bundle is resolved and its entry made, so that nothing which
 * is PF4J's to do can fail half-way. PF4J's state is plain maps: for one thread.
 */
final class Lifecycle extends DefaultPluginManager {

  private final Map<Path, Prepared> prepared;
  private final JarPluginRepository repository;

  /**
   * Makes a manager without plugins.
   *
   * @param folder the plugins folder
   * @param apiVersion what {@code Plugin-Requires} is held against
   */
  Lifecycle(Path folder, String apiVersion) {
    this.prepared = new HashMap<>();
    JarPluginRepository byName = new JarPluginRepository(folder);
    byName.setComparator(Comparator.comparing(File::getName));
    this.repository = byName;
    super(List.of(folder));
    setSystemVersion(apiVersion);
  }

  /** The jars of the folder, by name; empty when there is no such folder. */
  List<Path> jars() {
    return repository.getPluginPaths();
  }

  /** Whether a descriptor's {@code Plugin-Requires} allows this host's plugin API. */
  boolean apiAllowed(PluginDescriptor descriptor) {
    return versionManager.checkVersionConstraint(getSystemVersion(), requires(descriptor));
  }

  /** PF4J reads a bare version as the least one. */
  private static String requires(PluginDescriptor descriptor) {
    String requires = descriptor.getRequires().strip();
    return requires.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + requires : requires;
  }

  /** Which version is the newer, as {@link Comparator} has it. */
  int compareVersions(String one, String other) {
    return versionManager.compareVersions(one, other);
  }

  /**
   * Checks that the plugins which a descriptor depends on run, in a version that it allows.
   *
   * @throws PluginRefused if one is missing or of another version
   */
  void requireDependencies(PluginDescriptor descriptor) throws PluginRefused {
    for (PluginDependency dependency : descriptor.getDependencies()) {
      PluginWrapper other = getPlugin(dependency.getPluginId());
      if (other == null) {
        if (!dependency.isOptional()) {
          throw new PluginRefused(
              "needs the plugin "
                  + dependency.getPluginId()
                  + " "
                  + dependency.getPluginVersionSupport()
                  + ", which is not loaded; put its jar into the same folder");
        }
      } else if (!versionManager.checkVersionConstraint(
          other.getDescriptor().getVersion(), dependency.getPluginVersionSupport())) {
        throw new PluginRefused(
            "needs the plugin "
                + dependency.getPluginId()
                + " "
                + dependency.getPluginVersionSupport()
                + ", loaded is "
                + other.getDescriptor().getVersion());
      }
    }
  }

  /** Whether a running plugin names another in its {@code Plugin-Dependencies}. */
  boolean dependsOn(String id, String other) {
    PluginWrapper wrapper = getPlugin(id);
    return wrapper != null
        && wrapper.getDescriptor().getDependencies().stream()
            .anyMatch(dependency -> dependency.getPluginId().equals(other));
  }

  /** Takes a prepared plugin into PF4J's life cycle, up to its state STARTED. */
  void start(Prepared plugin) throws PluginRefused {
    Path copy = plugin.jar().copy();
    prepared.put(copy, plugin);
    try {
      String id = loadPlugin(copy);
      if (startPlugin(id) != PluginState.STARTED) {
        Throwable failure = getPlugin(id).getFailedException();
        unloadPlugin(id);
        throw new PluginRefused("PF4J did not start it: " + failure);
      }
    } catch (RuntimeException e) {
      throw new PluginRefused("PF4J did not load it: " + e.getMessage());
    } finally {
      prepared.remove(copy);
    }
  }

  /** Takes a plugin out of PF4J's life cycle; plugins that depend on it must be out already. */
  void stop(String id) {
    unloadPlugin(id);
  }

  @Override
  public RuntimeMode getRuntimeMode() {
    return RuntimeMode.DEPLOYMENT;
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return repository;
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new ManifestPluginDescriptorFinder();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new BundleLoader();
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new WrappedEntry(prepared(wrapper.getPluginPath()).entry());
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AlwaysEnabled();
  }

  private Prepared prepared(Path copy) {
    return Objects.requireNonNull(prepared.get(copy), () -> "not prepared: " + copy);
  }

  /**
   * A plugin that is ready for its life cycle.
   *
   * @param bundle resolved
   * @param loader the bundle's class loader
   */
  record Prepared(StagedJar jar, Bundle bundle, ClassLoader loader, Entry entry) {}

  /** Hands PF4J the class loader of the bundle. */
  private final class BundleLoader implements PluginLoader {

    @Override
    public boolean isApplicable(Path copy) {
      return prepared.containsKey(copy);
    }

    @Override
    public ClassLoader loadPlugin(Path copy, PluginDescriptor descriptor) {
      return prepared(copy).loader();
    }
  }

  /** The plugin object of PF4J, which keeps the plugin's own entry alive. */
  private static final class WrappedEntry extends Plugin {

    private final Entry entry;

    private WrappedEntry(Entry entry) {
      this.entry = entry;
    }

    @Override
    public String toString() {
      return entry.plugin().getClass().getName();
    }
  }

  /**
   * Says that no plugin is disabled: what is in the folder runs, what is not to run is not there.
   */
  private static final class AlwaysEnabled implements PluginStatusProvider {

    @Override
    public boolean isPluginDisabled(String id) {
      return false;
    }

    @Override
    public void disablePlugin(String id) {}

    @Override
    public void enablePlugin(String id) {}
  }
}
