// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.catalogue;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.check.EventField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A source as JSON shows it.
 *
 * @param provides what rules may ask for in {@code required_plugin_versions}: name to version
 * @param fields those of the source and of the engine, by name
 */
public record SourceShape(
    String source,
    String description,
    Map<String, String> provides,
    List<String> eventTypes,
    List<FieldShape> fields) {

  /** The shape of a declaration. */
  public static SourceShape of(SourceDeclaration declaration) {
    return new SourceShape(
        declaration.name(),
        declaration.description(),
        new TreeMap<>(declaration.provides()),
        declaration.eventTypes(),
        fields(declaration).stream().map(FieldShape::of).toList());
  }

  /** All fields that rules of the source can use, by name. */
  public static List<Field> fields(SourceDeclaration declaration) {
    List<Field> all = new ArrayList<>(declaration.fields());
    for (Field given : EventField.fields()) {
      if (all.stream().noneMatch(field -> field.name().equals(given.name()))) {
        all.add(given);
      }
    }
    all.sort(Comparator.comparing(Field::name));
    return all;
  }

  /**
   * The declaration that has this shape, as far as rules can tell.
   *
   * @throws IllegalArgumentException if the shape is none of a declaration
   */
  public SourceDeclaration declaration() {
    SourceDeclaration.Builder builder =
        SourceDeclaration.builder(source)
            .description(description)
            .eventTypes(eventTypes)
            .fields(fields.stream().map(FieldShape::field).toList());
    provides.forEach(builder::provides);
    return builder.build();
  }
}
