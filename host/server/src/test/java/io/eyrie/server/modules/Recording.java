// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a listener was told, which refuses everything when a refusal is set. */
class Recording implements ModuleListener {

  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  volatile @Nullable String refusal;

  @Override
  public void added(LoadedPlugin plugin) throws PluginRefused {
    refuse();
    calls.add("added " + plugin.id() + " " + plugin.version());
  }

  @Override
  public void replace(LoadedPlugin old, LoadedPlugin candidate) throws PluginRefused {
    refuse();
    calls.add("replaced " + old.id() + " " + old.version() + " by " + candidate.version());
  }

  @Override
  public void removed(LoadedPlugin plugin) {
    calls.add("removed " + plugin.id() + " " + plugin.version());
  }

  private void refuse() throws PluginRefused {
    if (refusal != null) {
      throw new PluginRefused(refusal);
    }
  }
}
