// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a table says that a source declares, and what it does declare, both as texts of the form
 * {@code name type argument list}, such as {@code ka.sourceips string optional index yes}.
 */
public final class FieldRows {

  private FieldRows() {}

  /** The rows of a table of tab-separated columns whose first one names one of the plugins. */
  public static List<String> of(Path table, String... plugins) throws IOException {
    Set<String> wanted = Set.of(plugins);
    return Files.readAllLines(table).stream()
        .map(line -> line.split("\t", -1))
        .filter(columns -> wanted.contains(columns[0]))
        .map(columns -> String.join(" ", columns[1], columns[2], columns[3], columns[4]))
        .toList();
  }

  /** The declared fields whose names pass. */
  public static List<String> of(SourceDeclaration declaration, Predicate<String> names) {
    return declaration.fields().stream()
        .filter(field -> names.test(field.name()))
        .map(FieldRows::row)
        .toList();
  }

  private static String row(Field field) {
    return String.join(
        " ",
        field.name(),
        field.type().name().toLowerCase(Locale.ROOT),
        field.argument() == Argument.NONE
            ? "-"
            : field.argument().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        field.list() ? "yes" : "no");
  }
}
