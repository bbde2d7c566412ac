// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/**
 * A plugin whose entry has been made: what it brings to the host.
 *
 * <p>Whoever keeps one, or anything reached from it, after {@link ModuleListener#removed} or {@link
 * ModuleListener#replace} has returned keeps the plugin's classes in memory.
 *
 * @param id the {@code Plugin-Id}
 * @param version the {@code Plugin-Version}
 * @param loader the plugin's class loader; threads that call the plugin have it as their context
 *     class loader, so that libraries inside the plugin find their services
 * @param sources the event sources it can open
 * @param outputs the outputs it can open
 */
public record LoadedPlugin(
    String id,
    String version,
    ClassLoader loader,
    List<SourceProvider> sources,
    List<OutputProvider> outputs) {

  /** Copies the lists. */
  public LoadedPlugin {
    sources = List.copyOf(sources);
    outputs = List.copyOf(outputs);
  }

  /** What each of the plugins' sources says of itself, in their order. */
  public static List<SourceDeclaration> declarations(List<LoadedPlugin> plugins) {
    return plugins.stream()
        .flatMap(plugin -> plugin.sources().stream())
        .map(SourceProvider::declaration)
        .toList();
  }
}
