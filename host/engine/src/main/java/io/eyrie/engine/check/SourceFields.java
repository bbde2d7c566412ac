// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules of one source can name: its fields, those of the engine, and its event types. A field
 * of the engine hides one of the same name that the source declares. Immutable.
 */
public final class SourceFields {
  private final SourceDeclaration declaration;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<Field, EventField> engine = new HashMap<>();
  private final Map<String, Integer> eventTypes = new LinkedHashMap<>();

  /** The fields of a source as it declares itself. */
  public SourceFields(SourceDeclaration declaration) {
    this.declaration = declaration;
    for (Field field : declaration.fields()) {
      fields.put(field.name(), field);
    }
    for (EventField field : EventField.values()) {
      fields.put(field.field().name(), field.field());
      engine.put(field.field(), field);
    }
    List<String> types = declaration.eventTypes();
    for (int i = 0; i < types.size(); i++) {
      eventTypes.put(types.get(i), i);
    }
  }

  /** The source. */
  public SourceDeclaration declaration() {
    return declaration;
  }

  /** The field of that name, or null. */
  public @Nullable Field find(String name) {
    return fields.get(name);
  }

  /** Which of the engine's fields this is, or null for a field of the source. */
  public @Nullable EventField engineField(Field field) {
    return engine.get(field);
  }

  /** The names of all fields. */
  public Set<String> names() {
    return fields.keySet();
  }

  /** The ids of the event types by name. */
  public Map<String, Integer> eventTypes() {
    return eventTypes;
  }
}
