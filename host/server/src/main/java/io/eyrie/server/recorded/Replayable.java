// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.recorded;

import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.modules.LoadedPlugin;
import java.util.List;
import java.util.TreeSet;

/**
 * A source that can read recorded events, and the plugin that brings it.
 *
 * @param plugin the plugin
 * @param provider the source
 */
public record Replayable(LoadedPlugin plugin, ReplayProvider provider) {

  /** Says why a source can't be replayed, and what to do. */
  public static final class NotReplayable extends Exception {

    private static final long serialVersionUID = 1L;

    NotReplayable(String message) {
      super(message);
    }
  }

  /**
   * The source of that name.
   *
   * @throws NotReplayable if no plugin brings it, or it reads no recorded events
   */
  public static Replayable find(List<LoadedPlugin> plugins, String source) throws NotReplayable {
    TreeSet<String> names = new TreeSet<>();
    for (LoadedPlugin plugin : plugins) {
      for (SourceProvider provider : plugin.sources()) {
        names.add(provider.declaration().name());
        if (provider.declaration().name().equals(source)) {
          if (provider instanceof ReplayProvider replay) {
            return new Replayable(plugin, replay);
          }
          throw new NotReplayable(
              "source '%s' of plugin %s can't be replayed from files; give its events in a file of rule tests, *.test.yaml"
                  .formatted(source, plugin.id()));
        }
      }
    }
    throw new NotReplayable(
        "no plugin brings the source '%s'; %s"
            .formatted(
                source, Suggestions.hint(source, names, "there are: " + String.join(", ", names))));
  }
}
