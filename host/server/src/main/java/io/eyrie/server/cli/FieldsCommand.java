// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.catalogue.CatalogueFolder;
import io.eyrie.server.catalogue.FieldShape;
import io.eyrie.server.catalogue.SourceShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code eyrie fields}. */
@Command(
    name = "fields",
    header = "List the fields that rules can use.",
    description = "By event source, as the plugins of the plugins folder declare them.",
    footer = {
      "  eyrie fields",
      "  eyrie fields --source aws_cloudtrail",
      "  eyrie fields --json | jq -r '.[].fields[].name'",
      "  eyrie fields --export catalogue",
    })
final class FieldsCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = {"-s", "--source"},
      paramLabel = "NAME",
      description = "Only the fields of this event source.")
  private @Nullable String source;

  @Mixin private final PluginsOptions plugins = new PluginsOptions();

  @Option(names = "--json", description = "Print a JSON array, an object per event source.")
  private boolean json;

  @Option(
      names = "--export",
      paramLabel = "FOLDER",
      description = {
        "Write a catalogue, SOURCE.json, for each source, by which rules can be checked where the"
            + " plugins are not there."
      })
  private @Nullable Path export;

  FieldsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed {
    List<SourceDeclaration> sources;
    try (ScannedPlugins scanned = plugins.open(terminal.surroundings())) {
      sources = wanted(scanned.sources());
    }
    if (export != null) {
      export(terminal.surroundings().workingDirectory().resolve(export), sources);
    } else if (json) {
      terminal.line(Json.line(sources.stream().map(SourceShape::of).toList()));
    } else {
      sources.forEach(declaration -> terminal.out().print(text(declaration)));
      terminal.out().flush();
    }
    return Cli.OK;
  }

  private static void export(Path folder, List<SourceDeclaration> sources) throws CommandFailed {
    try {
      new CatalogueFolder(folder).write(sources);
    } catch (IOException e) {
      throw new CommandFailed(
          "eyrie: the catalogue can't be written to "
              + folder
              + ": "
              + e.getClass().getSimpleName()
              + "; name a folder that you may write to",
          e);
    }
  }

  private List<SourceDeclaration> wanted(List<SourceDeclaration> all) throws CommandFailed {
    List<String> names = all.stream().map(SourceDeclaration::name).sorted().toList();
    if (source != null && !names.contains(source)) {
      throw new CommandFailed(
          "eyrie: no plugin brings the source '"
              + source
              + "'; "
              + Suggestions.hint(source, names, "there are: " + String.join(", ", names)));
    }
    return all.stream()
        .filter(declaration -> source == null || declaration.name().equals(source))
        .sorted(Comparator.comparing(SourceDeclaration::name))
        .toList();
  }

  private static String text(SourceDeclaration declaration) {
    Table table = new Table("FIELD", "TYPE", "ARGUMENT", "DESCRIPTION");
    for (Field field : SourceShape.fields(declaration)) {
      table.row(
          field.name(),
          type(field),
          argument(field.argument()),
          field.description()
              + field.deprecation().map(advice -> " Deprecated: " + advice).orElse(""));
    }
    return declaration.name() + ": " + declaration.description() + "\n" + table.render(2) + "\n";
  }

  private static String type(Field field) {
    return field.type().name().toLowerCase(Locale.ROOT) + (field.list() ? " list" : "");
  }

  private static String argument(Argument argument) {
    if (argument == Argument.NONE) {
      return "";
    }
    return argument.required()
        ? FieldShape.accepted(argument)
        : "[" + FieldShape.accepted(argument) + "]";
  }
}
