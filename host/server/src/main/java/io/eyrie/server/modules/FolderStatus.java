// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.server.modules.ModuleStatus.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what became of the jars of the plugins folder, and why.
 *
 * @param jars what lies in the folder
 * @param running the plugins that run, by their ids
 */
record FolderStatus(Map<Path, JarFile> jars, Map<String, Running> running) {

  /** A status for each jar, and for each plugin whose jar is gone, by path. */
  static List<ModuleStatus> of(Map<Path, JarFile> jars, Map<String, Running> running) {
    return new FolderStatus(jars, running).all();
  }

  private List<ModuleStatus> all() {
    List<ModuleStatus> statuses = new ArrayList<>();
    jars.values().forEach(jar -> statuses.add(of(jar)));
    for (Running plugin : running.values()) {
      Path path = plugin.path();
      if (!jars.containsKey(path)) {
        statuses.add(
            runs(
                plugin.jar().plugin(),
                path,
                Optional.of("its jar is gone; it goes on until its replacement can be loaded")));
      }
    }
    statuses.sort(Comparator.comparing(ModuleStatus::jar));
    return List.copyOf(statuses);
  }

  /** Whether this very state of a jar is the one that runs. */
  boolean runs(PluginJar jar) {
    return running.values().stream().anyMatch(plugin -> plugin.jar().plugin().equals(jar));
  }

  /** What became of one jar. */
  ModuleStatus of(JarFile jar) {
    PluginJar plugin = jar.plugin;
    if (plugin != null && runs(plugin)) {
      return runs(plugin, jar.path, Optional.empty());
    }
    Optional<Running> fromHere =
        running.values().stream().filter(other -> other.path().equals(jar.path)).findFirst();
    if (fromHere.isPresent()) {
      PluginJar old = fromHere.get().jar().plugin();
      String version = plugin == null ? "" : "version " + plugin.version() + " ";
      return runs(
          old,
          jar.path,
          Optional.of(
              "the jar has changed; what is there now "
                  + version
                  + "was refused: "
                  + jar.why()
                  + "; "
                  + old.version()
                  + " goes on"));
    }
    if (plugin == null) {
      return jar.refusal == null
          ? new ModuleStatus(
              jar.path, "", "", "", State.WAITING, Optional.of("is still being written"))
          : new ModuleStatus(jar.path, "", "", "", State.REFUSED, Optional.of(jar.why()));
    }
    Running other = running.get(plugin.id());
    if (jar.refusal != null) {
      String goesOn =
          other == null
              ? ""
              : "; "
                  + other.loaded().version()
                  + " from "
                  + other.path().getFileName()
                  + " goes on";
      return new ModuleStatus(
          jar.path,
          plugin.id(),
          plugin.version(),
          plugin.apiWanted(),
          State.REFUSED,
          Optional.of(jar.why() + goesOn));
    }
    return new ModuleStatus(
        jar.path,
        plugin.id(),
        plugin.version(),
        plugin.apiWanted(),
        other == null ? State.IDLE : State.SUPERSEDED,
        other == null
            ? Optional.empty()
            : Optional.of(
                other.path().getFileName() + " brings version " + other.loaded().version()));
  }

  private static ModuleStatus runs(PluginJar plugin, Path path, Optional<String> reason) {
    return new ModuleStatus(
        path, plugin.id(), plugin.version(), plugin.apiWanted(), State.LOADED, reason);
  }
}
