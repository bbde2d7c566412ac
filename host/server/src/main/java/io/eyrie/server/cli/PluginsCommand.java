// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.PluginStatus;
import io.eyrie.server.host.ModuleReport;
import io.eyrie.server.modules.LoadedPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eyrie plugins}. */
@Command(
    name = "plugins",
    header = "List the plugin jars, what they bring, and why one is not loaded.",
    description = {
      "Asks the running host; where none runs, it looks at the plugins folder by itself. With the id"
          + " of a plugin it lists the configuration keys of what it brings."
    },
    footer = {
      "  eyrie plugins",
      "  eyrie plugins cloudtrail        its configuration keys",
      "  eyrie plugins --plugins-dir my/ --json",
    })
final class PluginsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final HostOptions host = new HostOptions();

  @Option(
      names = "--plugins-dir",
      paramLabel = "FOLDER",
      description = "Look at this folder, whether a host runs or not.")
  private @Nullable Path folder;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Tell all of this plugin.")
  private @Nullable String id;

  PluginsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A source or output with its configuration keys, as JSON shows it. */
  record Provided(String kind, String name, String description, List<Key> keys) {}

  /** A configuration key; {@code default} is empty when it has none. */
  record Key(String key, String type, boolean required, String defaultText, String description) {}

  @Override
  public Integer call() throws CommandFailed {
    if (id != null) {
      return describe(id);
    }
    List<PluginStatus> plugins = plugins();
    if (json) {
      terminal.line(Json.line(plugins));
      return Cli.OK;
    }
    Table table = new Table("ID", "VERSION", "API", "STATE", "BRINGS", "JAR");
    for (PluginStatus plugin : plugins) {
      table.row(
          plugin.id().isEmpty() ? "?" : plugin.id(),
          plugin.version(),
          plugin.api(),
          plugin.state(),
          brings(plugin),
          String.valueOf(Path.of(plugin.jar()).getFileName()));
    }
    if (table.isEmpty()) {
      terminal.line("no plugin jars");
      return Cli.OK;
    }
    terminal.out().print(table.render(0));
    for (PluginStatus plugin : plugins) {
      if (!plugin.reason().isEmpty()) {
        terminal.out().println(Path.of(plugin.jar()).getFileName() + ": " + plugin.reason());
      }
    }
    terminal.out().flush();
    return Cli.OK;
  }

  private List<PluginStatus> plugins() throws CommandFailed {
    if (folder == null) {
      try {
        return host.client(terminal.surroundings()).plugins();
      } catch (AdminException | CommandFailed _) {
        // No host, or none that can be found: the folder itself is looked at.
      }
    }
    try (ScannedPlugins scanned = ScannedPlugins.open(folder())) {
      return ModuleReport.of(scanned.modules());
    }
  }

  private Path folder() throws CommandFailed {
    return folder == null
        ? host.pluginsFolder(terminal.surroundings())
        : terminal.surroundings().workingDirectory().resolve(folder);
  }

  private int describe(String wanted) throws CommandFailed {
    try (ScannedPlugins scanned = ScannedPlugins.open(folder())) {
      List<LoadedPlugin> loaded = scanned.modules().loaded();
      LoadedPlugin plugin =
          loaded.stream().filter(one -> one.id().equals(wanted)).findFirst().orElse(null);
      if (plugin == null) {
        List<String> ids = loaded.stream().map(LoadedPlugin::id).sorted().toList();
        throw new CommandFailed(
            "eyrie: no plugin '"
                + wanted
                + "' is loaded; "
                + Suggestions.hint(wanted, ids, "there are: " + String.join(", ", ids)));
      }
      List<Provided> provided = provided(plugin);
      if (json) {
        terminal.line(Json.line(provided));
      } else {
        terminal.line(plugin.id() + " " + plugin.version());
        provided.forEach(one -> terminal.out().print(text(one)));
        terminal.out().flush();
      }
      return Cli.OK;
    }
  }

  private static List<Provided> provided(LoadedPlugin plugin) {
    List<Provided> provided = new java.util.ArrayList<>();
    for (SourceProvider source : plugin.sources()) {
      var declaration = source.declaration();
      provided.add(
          new Provided(
              "source", declaration.name(), declaration.description(), keys(declaration.config())));
    }
    for (OutputProvider output : plugin.outputs()) {
      provided.add(
          new Provided("output", output.name(), output.description(), keys(output.config())));
    }
    return provided;
  }

  private static List<Key> keys(ConfigSchema schema) {
    return schema.options().stream()
        .map(option ->
            new Key(
                option.key(),
                option.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                option.required(),
                option.defaultText().orElse(""),
                option.description()))
        .toList();
  }

  private static String text(Provided provided) {
    Table table = new Table("KEY", "TYPE", "DEFAULT", "MEANING");
    provided
        .keys()
        .forEach(key ->
            table.row(
                key.key(),
                key.type(),
                key.required() ? "required" : key.defaultText(),
                key.description()));
    return "\n"
        + provided.kind()
        + " "
        + provided.name()
        + ": "
        + provided.description()
        + "\n"
        + (table.isEmpty() ? "  no configuration keys\n" : table.render(2));
  }

  private static String brings(PluginStatus plugin) {
    StringBuilder text = new StringBuilder();
    plugin
        .sources()
        .forEach(name -> text.append(text.isEmpty() ? "" : ", ").append("source ").append(name));
    plugin
        .outputs()
        .forEach(name -> text.append(text.isEmpty() ? "" : ", ").append("output ").append(name));
    return text.toString();
  }
}
