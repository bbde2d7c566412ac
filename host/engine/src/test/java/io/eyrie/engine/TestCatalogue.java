// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Sources with all the fields and event types that upstream knows, for tests: they can be loaded
 * against, but nothing extracts them. The facts stand in {@code catalogue/SOURCE.txt}: a line
 * begins with what it tells of, {@code fields TYPE [list] [ARGUMENT] [deprecated] :} goes before
 * the names of fields, {@code keys FIELD :} before the keys that it knows.
 */
public final class TestCatalogue {
  /** The names of the sources. */
  public static final List<String> SOURCES =
      List.of("syscall", "aws_cloudtrail", "k8s_audit", "okta", "github");

  private TestCatalogue() {}

  /** All sources. */
  public static List<SourceDeclaration> all() {
    return SOURCES.stream().map(TestCatalogue::source).toList();
  }

  /** The source of that name. */
  public static SourceDeclaration source(String name) {
    SourceDeclaration.Builder builder = SourceDeclaration.builder(name);
    builder.description("Facts for tests.");
    Map<String, List<String>> keys = keys(name);
    for (String line : lines(name)) {
      List<String> words = Arrays.asList(line.split(" "));
      switch (words.getFirst()) {
        case "provides" -> builder.provides(words.get(1), words.get(2));
        case "events" -> builder.eventTypes(words.subList(1, words.size()));
        case "fields" -> builder.fields(fields(words, keys));
        default -> {}
      }
    }
    return builder.build();
  }

  private static Map<String, List<String>> keys(String name) {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String line : lines(name)) {
      if (line.startsWith("keys ")) {
        List<String> words = Arrays.asList(line.split(" "));
        keys.computeIfAbsent(words.get(1), _ -> new ArrayList<>())
            .addAll(words.subList(3, words.size()));
      }
    }
    return keys;
  }

  private static List<String> lines(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            TestCatalogue.class.getResourceAsStream("catalogue/" + name + ".txt"), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Field> fields(List<String> words, Map<String, List<String>> keys) {
    int colon = words.indexOf(":");
    FieldType type = FieldType.valueOf(words.get(1).toUpperCase(Locale.ROOT));
    List<Field> fields = new ArrayList<>();
    for (String name : words.subList(colon + 1, words.size())) {
      Field field = Field.of(name, type, "See the reference.");
      for (String trait : words.subList(2, colon)) {
        field =
            switch (trait) {
              case "list" -> field.asList();
              case "deprecated" -> field.asDeprecated("events on entry are no longer made");
              default -> field.withArgument(Argument.valueOf(trait.toUpperCase(Locale.ROOT)));
            };
      }
      fields.add(keys.containsKey(name) ? field.withKeys(keys.get(name)) : field);
    }
    return fields;
  }
}
