// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs agree with what lies in the plugins folder.
 *
 * <p>What should run follows from the folder alone: of each plugin id, the newest jar that can be
 * loaded. A look finds jars that came, changed or went, and then loads, replaces and unloads until
 * nothing is left to do. So the same folder gives the same plugins whether its jars were there at
 * the start or came one by one, with one exception that is wanted: a plugin that runs is not given
 * up for a replacement that can't take over.
 *
 * <p>For the modules' thread, aside from {@link #list()} and {@link #loaded()}.
 */
final class PluginFolder {

  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);

  private final Lifecycle lifecycle;
  private final ClassSpace space;
  private final Path copies;
  private final String apiVersion;
  private final Duration patience;

  private final Map<Path, JarFile> jars = new TreeMap<>();
  private final Map<String, Running> running = new LinkedHashMap<>();
  private ModuleListener listener = new Accepting();
  private int copied;

  /** Counts plugins that came or went: what was refused for want of another may fare better now. */
  private int changes;

  private volatile List<ModuleStatus> list = List.of();
  private volatile List<LoadedPlugin> loaded = List.of();

  PluginFolder(
      Lifecycle lifecycle, ClassSpace space, Path copies, String apiVersion, Duration patience) {
    this.lifecycle = lifecycle;
    this.space = space;
    this.copies = copies;
    this.apiVersion = apiVersion;
    this.patience = patience;
  }

  List<ModuleStatus> list() {
    return list;
  }

  List<LoadedPlugin> loaded() {
    return loaded;
  }

  void tell(ModuleListener next) {
    this.listener = next;
  }

  /**
   * Looks at the folder and does what follows.
   *
   * @param settle whether a changed jar is left alone until it stays the same for a look
   */
  void look(boolean settle) {
    List<Path> there = lifecycle.jars();
    boolean changed = false;
    for (Path jar : there) {
      changed |= lookAt(jar, settle);
    }
    changed |= forgetGone(Set.copyOf(there), settle);
    if (changed) {
      while (unloadUnclaimed() || loadBest()) {
        changes++;
      }
      report();
    }
    publish();
  }

  void unloadAll() {
    listener = new Accepting();
    for (String id : new ArrayList<>(running.keySet()).reversed()) {
      unload(id);
    }
    jars.values().forEach(JarFile::discard);
    jars.clear();
    publish();
  }

  /**
   * Forgets jars that are gone. While the folder settles, one that has gone only just now, or while
   * another is being written, is kept in mind: an upgrade often removes the old jar first.
   */
  private boolean forgetGone(Set<Path> there, boolean settle) {
    boolean busy = jars.values().stream().anyMatch(JarFile::unsettled);
    boolean gone = false;
    for (Iterator<JarFile> known = jars.values().iterator(); known.hasNext(); ) {
      JarFile jar = known.next();
      if (there.contains(jar.path)) {
        jar.missed = false;
      } else if (settle && (busy || !jar.missed)) {
        jar.missed = true;
      } else {
        gone = true;
        known.remove();
        if (!runs(jar.staged)) {
          jar.discard();
        }
      }
    }
    return gone;
  }

  /** Whether there is something new to act upon. */
  private boolean lookAt(Path path, boolean settle) {
    Fingerprint now;
    try {
      now = Fingerprint.of(path);
    } catch (IOException e) {
      // Gone since it was listed: the next look will not find it.
      return false;
    }
    JarFile jar = jars.computeIfAbsent(path, JarFile::new);
    if (now.equals(jar.taken)) {
      jar.seen = now;
      return false;
    }
    if (settle && !now.equals(jar.seen)) {
      jar.seen = now;
      return false;
    }
    jar.seen = now;
    @Nullable StagedJar before = jar.staged;
    try {
      Path copy = copies.resolve(++copied + "-" + path.getFileName());
      Optional<StagedJar> staged = StagedJar.stage(path, copy);
      if (staged.isEmpty()) {
        jar.seen = null;
        return false;
      }
      jar.take(staged.get().fingerprint(), staged.get());
    } catch (PluginRefused e) {
      jar.take(now, null);
      jar.refuse(e, changes);
    }
    if (before != null && !runs(before)) {
      before.discard();
    }
    return true;
  }

  private boolean runs(@Nullable StagedJar staged) {
    return new FolderStatus(jars, running).runs(staged);
  }

  /** A plugin stays as long as some jar stands for it, be it one that can't take over. */
  private boolean claimed(Running plugin) {
    return jars.containsKey(plugin.jar().jar()) && unreadable(plugin.jar().jar())
        || jars.values().stream()
            .anyMatch(jar -> jar.staged != null && jar.staged.id().equals(plugin.loaded().id()));
  }

  private boolean unreadable(Path path) {
    JarFile jar = jars.get(path);
    return jar != null && jar.staged == null;
  }

  private boolean unloadUnclaimed() {
    for (Running plugin : new ArrayList<>(running.values()).reversed()) {
      if (!claimed(plugin)) {
        String id = plugin.loaded().id();
        unloadWithDependants(id);
        LOG.info("plugin {} {} removed", id, plugin.loaded().version());
        return true;
      }
    }
    return false;
  }

  private boolean loadBest() {
    Set<String> ids = new TreeSet<>();
    jars.values().stream()
        .filter(jar -> jar.staged != null)
        .forEach(jar -> ids.add(jar.staged().id()));
    for (String id : ids) {
      for (JarFile jar : candidates(id)) {
        if (runs(jar.staged)) {
          break;
        }
        if (jar.refusal != null && !(jar.refusal.dependsOnOthers() && jar.refusedAt < changes)) {
          continue;
        }
        try {
          load(jar.staged());
          jar.accept();
          return true;
        } catch (PluginRefused e) {
          jar.refuse(e, changes);
        }
      }
    }
    return false;
  }

  /** The jars that bring a plugin, newest version first. */
  private List<JarFile> candidates(String id) {
    Comparator<JarFile> byVersion =
        (one, other) -> lifecycle.compareVersions(one.staged().version(), other.staged().version());
    return jars.values().stream()
        .filter(jar -> jar.staged != null && jar.staged.id().equals(id))
        .sorted(byVersion.thenComparing(jar -> jar.path).reversed())
        .toList();
  }

  private void load(StagedJar jar) throws PluginRefused {
    if (!apiAllowed(jar)) {
      throw PluginRefused.forGood(
          "needs plugin API "
              + jar.descriptor().getRequires()
              + " (Plugin-Requires), offered: "
              + apiVersion
              + " (host)");
    }
    lifecycle.requireDependencies(jar.descriptor());
    Bundle bundle = space.install(jar.copy());
    boolean kept = false;
    try {
      ClassLoader loader = space.resolve(bundle);
      Entry entry = Entry.make(jar.id(), jar.descriptor().getPluginClass(), loader, patience);
      LoadedPlugin plugin =
          new LoadedPlugin(jar.id(), jar.version(), loader, entry.sources(), entry.outputs());
      Running next = new Running(jar, bundle, plugin);
      enter(next, new Lifecycle.Prepared(jar, bundle, loader, entry));
      kept = true;
    } finally {
      if (!kept) {
        space.uninstall(bundle);
      }
    }
  }

  private boolean apiAllowed(StagedJar jar) throws PluginRefused {
    try {
      return lifecycle.apiAllowed(jar.descriptor());
    } catch (RuntimeException e) {
      throw PluginRefused.forGood(
          "has the Plugin-Requires '"
              + jar.descriptor().getRequires()
              + "', which is no version range such as >=0.1.0 & <1.0.0");
    }
  }

  private void enter(Running next, Lifecycle.Prepared prepared) throws PluginRefused {
    String id = next.loaded().id();
    Running old = running.get(id);
    if (old == null) {
      lifecycle.start(prepared);
      try {
        accept(() -> listener.added(next.loaded()));
      } catch (PluginRefused e) {
        lifecycle.stop(id);
        throw e;
      }
      running.put(id, next);
      LOG.info("plugin {} {} loaded from {}", id, next.loaded().version(), next.jar().jar());
      return;
    }
    if (space.dependants(old.bundle()).contains(next.bundle())) {
      throw new PluginRefused(
          "imports packages of the version that it replaces, so it can't take over while that runs;"
              + " remove the old jar first");
    }
    accept(() -> listener.replace(old.loaded(), next.loaded()));
    unloadDependants(old);
    leave(old);
    lifecycle.start(prepared);
    running.put(id, next);
    LOG.info(
        "plugin {} {} replaced by {} from {}",
        id,
        old.loaded().version(),
        next.loaded().version(),
        next.jar().jar());
  }

  /** A listener that fails counts as one that refuses: the folder goes on with what it had. */
  private static void accept(Judgement judgement) throws PluginRefused {
    try {
      judgement.pass();
    } catch (RuntimeException e) {
      LOG.error("the host failed to take a plugin", e);
      throw new PluginRefused("the host could not take it, which is a fault of the host: " + e);
    }
  }

  private void unloadWithDependants(String id) {
    Running plugin = running.get(id);
    if (plugin != null) {
      unloadDependants(plugin);
      unload(id);
    }
  }

  /**
   * Plugins that use another's packages or name it as a dependency go before it, and come again.
   */
  private void unloadDependants(Running plugin) {
    Set<Bundle> wired = space.dependants(plugin.bundle());
    for (Running other : new ArrayList<>(running.values()).reversed()) {
      boolean depends =
          wired.contains(other.bundle())
              || lifecycle.dependsOn(other.loaded().id(), plugin.loaded().id());
      if (!other.equals(plugin) && depends) {
        unloadWithDependants(other.loaded().id());
      }
    }
  }

  private void unload(String id) {
    Running plugin = running.get(id);
    if (plugin == null) {
      return;
    }
    try {
      listener.removed(plugin.loaded());
    } catch (RuntimeException e) {
      LOG.error("the host failed to let the plugin {} go", id, e);
    }
    leave(plugin);
  }

  private void leave(Running plugin) {
    String id = plugin.loaded().id();
    running.remove(id);
    try {
      lifecycle.stop(id);
    } catch (RuntimeException e) {
      LOG.warn("plugin {} did not stop well: {}", id, e.toString());
    }
    space.uninstall(plugin.bundle());
    StagedJar jar = plugin.jar();
    JarFile current = jars.get(jar.jar());
    if (current == null || !jar.equals(current.staged)) {
      jar.discard();
    }
  }

  private void report() {
    for (JarFile jar : jars.values()) {
      if (jar.refusal != null && !jar.reported) {
        jar.reported = true;
        LOG.warn(
            "plugin {} refused: {}",
            jar.label(),
            new FolderStatus(jars, running).of(jar).reason().orElse(""));
      }
    }
  }

  private void publish() {
    list = FolderStatus.of(jars, running);
    loaded = running.values().stream().map(Running::loaded).toList();
  }

  /** A call to the listener that may refuse. */
  @FunctionalInterface
  private interface Judgement {
    void pass() throws PluginRefused;
  }

  /** Before anyone listens, everything is welcome. */
  private static final class Accepting implements ModuleListener {

    @Override
    public void added(LoadedPlugin plugin) {}

    @Override
    public void replace(LoadedPlugin old, LoadedPlugin candidate) {}

    @Override
    public void removed(LoadedPlugin plugin) {}
  }
}
