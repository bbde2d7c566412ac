// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

/**
 * Hears of plugins that come, change and go while the host runs, and may refuse them.
 *
 * <p>All calls come on the modules' one thread, one at a time. None of them may wait for {@link
 * Modules#rescan()}.
 */
public interface ModuleListener {

  /**
   * A plugin has come; it may open instances from now on.
   *
   * @throws PluginRefused if it can't be used; it is unloaded, and the reason shows in the list
   */
  void added(LoadedPlugin plugin) throws PluginRefused;

  /**
   * A plugin is to be replaced by another version of itself, whose classes are there and whose
   * entry has been made. The host compiles all rules against the candidate, swaps running
   * instances, and returns only when nothing of the old one is in use any more.
   *
   * @throws PluginRefused if the candidate can't take over; the old one goes on unchanged, the
   *     candidate is unloaded, and the reason shows in the list
   */
  void replace(LoadedPlugin old, LoadedPlugin candidate) throws PluginRefused;

  /** A plugin goes; the host has closed all its instances when it returns. */
  void removed(LoadedPlugin plugin);
}
