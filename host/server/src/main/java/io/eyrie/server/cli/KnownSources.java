// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.server.catalogue.CatalogueFolder;
import io.eyrie.server.modules.LoadedPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The sources that rules are checked against: those that the plugins of the plugins folder declare,
 * and for all others what the catalogues say.
 */
final class KnownSources {

  @Option(
      names = "--plugins-dir",
      paramLabel = "FOLDER",
      description = "The folder of plugins. Default: the one that the configuration names.")
  private @Nullable Path plugins;

  @Option(
      names = "--catalogue",
      paramLabel = "FOLDER",
      description = {
        "The folder of catalogues, which stand in for plugins that are not there. Default:"
            + " catalogue of the installation."
      })
  private @Nullable Path catalogue;

  /**
   * A source and how it is known.
   *
   * @param from for people: the plugin, or the file of the catalogue
   */
  record Known(SourceDeclaration declaration, String from) {}

  /** Where plugins are when the command line does not say. */
  @FunctionalInterface
  interface ConfiguredFolder {
    /** The folder that the configuration names. */
    Path find() throws CommandFailed;
  }

  /** The sources by name. */
  List<Known> read(Terminal terminal, ConfiguredFolder configured) throws CommandFailed {
    Map<String, Known> known = new LinkedHashMap<>();
    Path folder =
        plugins == null
            ? configured.find()
            : terminal.surroundings().workingDirectory().resolve(plugins);
    if (plugins != null || Files.isDirectory(folder)) {
      try (ScannedPlugins scanned = ScannedPlugins.open(folder)) {
        for (LoadedPlugin plugin : scanned.modules().loaded()) {
          for (SourceProvider provider : plugin.sources()) {
            SourceDeclaration declaration = provider.declaration();
            known.put(
                declaration.name(),
                new Known(declaration, "plugin " + plugin.id() + " " + plugin.version()));
          }
        }
      }
    }
    Path other =
        catalogue == null
            ? terminal.surroundings().install().resolve("catalogue")
            : terminal.surroundings().workingDirectory().resolve(catalogue);
    CatalogueFolder catalogues = new CatalogueFolder(other);
    try {
      for (SourceDeclaration declaration : catalogues.read()) {
        known.putIfAbsent(
            declaration.name(),
            new Known(declaration, "catalogue " + catalogues.file(declaration.name())));
      }
    } catch (IOException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
    return List.copyOf(known.values());
  }

  /** The declarations alone. */
  static List<SourceDeclaration> declarations(List<Known> known) {
    return known.stream().map(Known::declaration).toList();
  }

  /** One line for people. */
  static String line(List<Known> known) {
    return known.isEmpty()
        ? "checked against no source: there are no plugins and no catalogues"
        : known.stream()
            .map(source -> source.declaration().name() + " (" + source.from() + ")")
            .collect(Collectors.joining(", ", "checked against ", ""));
  }
}
