// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.pf4j.PluginDependency;

/** Finds which plugins of a folder are loaded: those that are asked for, and what they build on. */
final class Wanted {

  private Wanted() {}

  /**
   * The ids, sorted. Besides those asked for: what these name in their {@code Plugin-Dependencies},
   * and all jars that offer packages, since only the framework knows who would use them.
   *
   * @param jars the jars of the folder
   * @param asked whether a plugin is asked for by its id
   */
  static SortedSet<String> among(Collection<JarFile> jars, Predicate<? super String> asked) {
    SortedSet<String> wanted = new TreeSet<>();
    for (JarFile jar : jars) {
      PluginJar plugin = jar.plugin;
      if (plugin != null && (plugin.shares() || asked.test(plugin.id()))) {
        add(plugin.id(), jars, wanted);
      }
    }
    return wanted;
  }

  private static void add(String id, Collection<JarFile> jars, SortedSet<String> wanted) {
    if (!wanted.add(id)) {
      return;
    }
    for (JarFile jar : jars) {
      PluginJar plugin = jar.plugin;
      if (plugin != null && plugin.id().equals(id)) {
        for (PluginDependency dependency : plugin.descriptor().getDependencies()) {
          add(dependency.getPluginId(), jars, wanted);
        }
      }
    }
  }
}
