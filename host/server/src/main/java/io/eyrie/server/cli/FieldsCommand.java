// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.diag.Suggestions;
import java.util.ArrayList;
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

  FieldsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A source as JSON shows it. */
  record SourceShape(
      String source, String description, List<String> eventTypes, List<FieldShape> fields) {}

  /** A field as JSON shows it; {@code deprecation} is empty when it is not deprecated. */
  record FieldShape(
      String name,
      String type,
      boolean list,
      String argument,
      boolean argumentRequired,
      String description,
      List<String> eventTypes,
      boolean suggested,
      String deprecation) {}

  @Override
  public Integer call() throws CommandFailed {
    List<SourceDeclaration> sources;
    try (ScannedPlugins scanned = plugins.open(terminal.surroundings())) {
      sources = wanted(scanned.sources());
    }
    if (json) {
      terminal.line(Json.line(sources.stream().map(FieldsCommand::shape).toList()));
    } else {
      sources.forEach(declaration -> terminal.out().print(text(declaration)));
      terminal.out().flush();
    }
    return Cli.OK;
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

  private static List<Field> fields(SourceDeclaration declaration) {
    List<Field> all = new ArrayList<>(declaration.fields());
    for (Field given : EventField.fields()) {
      if (all.stream().noneMatch(field -> field.name().equals(given.name()))) {
        all.add(given);
      }
    }
    all.sort(Comparator.comparing(Field::name));
    return all;
  }

  private static String text(SourceDeclaration declaration) {
    Table table = new Table("FIELD", "TYPE", "ARGUMENT", "DESCRIPTION");
    for (Field field : fields(declaration)) {
      table.row(
          field.name(),
          type(field),
          argument(field.argument()),
          field.description()
              + field.deprecation().map(advice -> " Deprecated: " + advice).orElse(""));
    }
    return declaration.name() + ": " + declaration.description() + "\n" + table.render(2) + "\n";
  }

  private static SourceShape shape(SourceDeclaration declaration) {
    return new SourceShape(
        declaration.name(),
        declaration.description(),
        declaration.eventTypes(),
        fields(declaration).stream()
            .map(field ->
                new FieldShape(
                    field.name(),
                    field.type().name().toLowerCase(Locale.ROOT),
                    field.list(),
                    accepted(field.argument()),
                    field.argument().required(),
                    field.description(),
                    field.eventTypes(),
                    field.suggested(),
                    field.deprecation().orElse("")))
            .toList());
  }

  private static String type(Field field) {
    return field.type().name().toLowerCase(Locale.ROOT) + (field.list() ? " list" : "");
  }

  private static String argument(Argument argument) {
    if (argument == Argument.NONE) {
      return "";
    }
    return argument.required() ? accepted(argument) : "[" + accepted(argument) + "]";
  }

  private static String accepted(Argument argument) {
    if (argument.acceptsIndex()) {
      return argument.acceptsKey() ? "index or key" : "index";
    }
    return argument.acceptsKey() ? "key" : "";
  }
}
