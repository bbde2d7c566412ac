// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.diag.Suggestions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules of one source can name: its fields, those of the engine, and its event types. A field
 * of the engine hides one of the same name that the source declares, unless the source may know it
 * better. Immutable.
 */
public final class SourceFields {
  private final SourceDeclaration declaration;
  private final RegexLibrary regexes;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Field> byKey = new HashMap<>();
  private final Map<Field, EngineField> engine = new HashMap<>();
  private final List<Field> suggested = new ArrayList<>();
  private final Set<String> parents = new HashSet<>();
  private final Map<String, Integer> eventTypes = new LinkedHashMap<>();

  /** The fields of a source as it declares itself. */
  public SourceFields(SourceDeclaration declaration) {
    this(declaration, Map.of(), new RegexLibrary());
  }

  /**
   * The fields of a source as it declares itself, and those of the operator.
   *
   * @param statics the values of the fields {@code static.NAME} by NAME
   * @param regexes where the patterns of the rules are kept
   */
  public SourceFields(
      SourceDeclaration declaration, Map<String, String> statics, RegexLibrary regexes) {
    this.declaration = declaration;
    this.regexes = regexes;
    for (Field field : declaration.fields()) {
      fields.put(field.name(), field);
      Set<String> special = new HashSet<>(field.keyTypes().keySet());
      special.addAll(field.keyBases().keySet());
      special.forEach(key -> byKey.put(field.name() + "[" + key + "]", ofKey(field, key)));
    }
    for (EventField field : EventField.values()) {
      if (field.yields() && fields.containsKey(field.field().name())) {
        continue;
      }
      fields.put(field.field().name(), field.field());
      engine.put(field.field(), field);
    }
    statics.forEach((name, text) -> {
      Field field =
          Field.of(StaticField.PREFIX + name, FieldType.STRING, "A text of the configuration.");
      fields.put(field.name(), field);
      engine.put(field, new StaticField(text));
      suggested.add(field);
    });
    for (Field field : declaration.fields()) {
      if (field.suggested() && !field.argument().required()) {
        suggested.add(field);
      }
    }
    for (String name : fields.keySet()) {
      for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
        parents.add(name.substring(0, dot));
      }
    }
    List<String> types = declaration.eventTypes();
    for (int i = 0; i < types.size(); i++) {
      eventTypes.put(types.get(i), i);
    }
  }

  private static Field ofKey(Field field, String key) {
    FieldType type = field.keyTypes().getOrDefault(key, field.type());
    return Field.of(field.name(), type, field.description())
        .withArgument(field.argument())
        .inBase(field.keyBases().getOrDefault(key, field.base()))
        .onlyFor(field.eventTypes().toArray(String[]::new));
  }

  /** The source. */
  public SourceDeclaration declaration() {
    return declaration;
  }

  /** The patterns of the rules that are bound to it. */
  RegexLibrary regexes() {
    return regexes;
  }

  /** The field of that name, or null. */
  public @Nullable Field find(String name) {
    return fields.get(name);
  }

  /**
   * A field by the text before its brackets.
   *
   * @param key what follows the field's own name in the dotted form, as in {@code evt.arg.flags};
   *     null when the whole is the name
   */
  public record Named(Field field, @Nullable String key) {}

  /**
   * The field of that name; or else the one with the longest name that a dot and a key follow, if
   * it takes a key. Null when there is neither.
   */
  public @Nullable Named resolve(String name) {
    Field whole = fields.get(name);
    if (whole != null) {
      return new Named(whole, null);
    }
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      Field field = fields.get(name.substring(0, dot));
      if (field != null) {
        boolean dotted = field.argument().acceptsKey() && !parents.contains(field.name());
        return dotted ? new Named(field, name.substring(dot + 1)) : null;
      }
    }
    return null;
  }

  /** A field as it is with an argument: of the type of that key, where keys have types. */
  public Field typed(Field field, @Nullable String argument) {
    return argument == null
        ? field
        : byKey.getOrDefault(field.name() + "[" + argument + "]", field);
  }

  /** Which of the engine's fields this is, or null for a field of the source. */
  public @Nullable EngineField engineField(Field field) {
    return engine.get(field);
  }

  /** The fields that are proposed for every alert: those of the operator, then of the source. */
  public List<Field> suggested() {
    return Collections.unmodifiableList(suggested);
  }

  /** What to write instead of a name that no field has. */
  public String hint(String name) {
    String list =
        name.startsWith(StaticField.PREFIX)
            ? "fields 'static.*' are listed under 'static_fields' in the configuration"
            : "'eyrie fields --source " + declaration.name() + "' lists its fields";
    return Suggestions.hint(name, fields.keySet(), list);
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
