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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what runs agree with what lies in the plugins folder.
 *
 * <p>What should run follows from the folder and from what is wanted: of each wanted plugin id, the
 * newest jar that can be loaded. A look finds jars that came, changed or went, and then loads,
 * replaces and unloads until nothing is left to do. So the same folder gives the same plugins
 * whether its jars were there at the start or came one by one, with one exception that is wanted: a
 * plugin that runs is not given up for a replacement that can't take over, nor when it is wanted no
 * longer.
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
  private Predicate<? super String> wanted;
  private ModuleListener listener = new Accepting();
  private int copied;

  /** Counts plugins that came or went: what was refused for want of another may fare better now. */
  private int changes;

  private volatile List<ModuleStatus> list = List.of();
  private volatile List<LoadedPlugin> loaded = List.of();

  PluginFolder(
      Lifecycle lifecycle,
      ClassSpace space,
      Path copies,
      String apiVersion,
      Duration patience,
      Predicate<? super String> wanted) {
    this.lifecycle = lifecycle;
    this.space = space;
    this.copies = copies;
    this.apiVersion = apiVersion;
    this.patience = patience;
    this.wanted = wanted;
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
      act();
    }
    publish();
  }

  /** Loads what is wanted from now on; what the listener refused gets another try. */
  void want(Predicate<? super String> ids) {
    wanted = ids;
    changes++;
    act();
    publish();
  }

  private void act() {
    while (unloadUnclaimed() || loadBest()) {
      changes++;
    }
    report();
  }

  void unloadAll() {
    listener = new Accepting();
    for (String id : new ArrayList<>(running.keySet()).reversed()) {
      unload(id);
    }
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
    try {
      Optional<PluginJar> read = PluginJar.read(path);
      if (read.isEmpty()) {
        jar.seen = null;
        return false;
      }
      jar.take(read.get().fingerprint(), read.get());
    } catch (PluginRefused e) {
      jar.take(now, null);
      jar.refuse(e, changes);
    }
    return true;
  }

  private boolean runs(PluginJar plugin) {
    return new FolderStatus(jars, running).runs(plugin);
  }

  /** A plugin stays as long as some jar stands for it, be it one that can't take over. */
  private boolean claimed(Running plugin) {
    return unreadable(plugin.path())
        || jars.values().stream()
            .anyMatch(jar -> jar.plugin != null && jar.plugin.id().equals(plugin.loaded().id()));
  }

  private boolean unreadable(Path path) {
    JarFile jar = jars.get(path);
    return jar != null && jar.plugin == null;
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
    for (String id : Wanted.among(jars.values(), wanted)) {
      for (JarFile jar : candidates(id)) {
        if (runs(jar.plugin())) {
          break;
        }
        if (jar.refusal != null && !(jar.refusal.dependsOnOthers() && jar.refusedAt < changes)) {
          continue;
        }
        try {
          if (load(jar.plugin())) {
            jar.accept();
            return true;
          }
          jar.forget();
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
        (one, other) -> lifecycle.compareVersions(one.plugin().version(), other.plugin().version());
    return jars.values().stream()
        .filter(jar -> jar.plugin != null && jar.plugin.id().equals(id))
        .sorted(byVersion.thenComparing(jar -> jar.path).reversed())
        .toList();
  }

  /** Returns false when the jar is no longer what was read. */
  private boolean load(PluginJar jar) throws PluginRefused {
    if (!apiAllowed(jar)) {
      throw PluginRefused.forGood(
          "needs plugin API "
              + jar.descriptor().getRequires()
              + " (Plugin-Requires), offered: "
              + apiVersion
              + " (host)");
    }
    lifecycle.requireDependencies(jar.descriptor());
    Optional<StagedJar> staged =
        StagedJar.stage(jar, copies.resolve(++copied + "-" + jar.path().getFileName()));
    if (staged.isPresent()) {
      load(staged.get());
    }
    return staged.isPresent();
  }

  private void load(StagedJar jar) throws PluginRefused {
    boolean kept = false;
    @Nullable Bundle bundle = null;
    try {
      bundle = space.install(jar.copy());
      ClassLoader loader = space.resolve(bundle);
      PluginJar plugin = jar.plugin();
      Entry entry = Entry.make(plugin.id(), plugin.descriptor().getPluginClass(), loader, patience);
      LoadedPlugin loaded =
          new LoadedPlugin(plugin.id(), plugin.version(), loader, entry.sources(), entry.outputs());
      enter(new Running(jar, bundle, loaded), new Lifecycle.Prepared(jar, bundle, loader, entry));
      kept = true;
    } finally {
      if (!kept) {
        if (bundle != null) {
          space.uninstall(bundle);
        }
        jar.discard();
      }
    }
  }

  private boolean apiAllowed(PluginJar jar) throws PluginRefused {
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
      LOG.info("plugin {} {} loaded from {}", id, next.loaded().version(), next.path());
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
        next.path());
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
    plugin.jar().discard();
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
