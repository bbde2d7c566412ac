// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.JsonPath;
import io.eyrie.jsonlog.projection.Slots;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a JSON source: its declaration, the paths that it looks at, and how they become a
 * value. Immutable.
 */
public final class JsonField {

  private final Field declaration;
  private final Paths paths;
  private final Computation computation;

  private JsonField(Field declaration, Paths paths, Computation computation) {
    this.declaration = declaration;
    this.paths = paths;
    this.computation = computation;
  }

  /**
   * The first value that is there and not null, as text: strings as they are, numbers and truth
   * values as they are written, objects and arrays as compact JSON.
   *
   * @param pointers in the order in which they are tried
   */
  public static JsonField text(String name, String description, String... pointers) {
    return computed(Field.of(name, FieldType.STRING, description), JsonField::firstText, pointers);
  }

  /** The value at a path as compact JSON: strings with quotes, {@code null} as that word. */
  public static JsonField json(String name, String description, String pointer) {
    return computed(
        Field.of(name, FieldType.STRING, description),
        (slots, at, into) -> slots.json(at[0], into),
        pointer);
  }

  /** A number that is never negative; fractions are cut off, anything else is absent. */
  public static JsonField count(String name, String description, String pointer) {
    return computed(
        Field.of(name, FieldType.UINT64, description),
        (slots, at, into) -> {
          if (slots.countable(at[0])) {
            into.set(slots.count(at[0]));
          }
        },
        pointer);
  }

  /** A value made from what stands at several paths. */
  public static JsonField computed(Field field, Computation computation, String... pointers) {
    List<JsonPath> fixed = Arrays.stream(pointers).map(JsonPath::of).toList();
    return new JsonField(field, _ -> fixed, computation);
  }

  /**
   * The value at the place that the rule names by a JSON pointer in brackets: strings as they are,
   * all else as compact JSON, {@code null} as that word.
   */
  public static JsonField pointed(String name, String description) {
    return new JsonField(
        Field.of(name, FieldType.STRING, description)
            .withArgument(Argument.REQUIRED_KEY)
            .withKeyForm(JsonPath.FORM),
        JsonField::argumentPath,
        JsonField::anyText);
  }

  /** What the source declares. */
  public Field declaration() {
    return declaration;
  }

  List<JsonPath> paths(@Nullable String argument) throws PluginException {
    return paths.of(argument);
  }

  Computation computation() {
    return computation;
  }

  private static void firstText(Slots slots, int[] at, Value into) {
    for (int slot : at) {
      if (slots.present(slot)) {
        slots.text(slot, into);
        return;
      }
    }
  }

  private static void anyText(Slots slots, int[] at, Value into) {
    if (slots.kind(at[0]) != JsonKind.MISSING) {
      slots.text(at[0]).giveTo(into);
    }
  }

  private static List<JsonPath> argumentPath(@Nullable String argument) throws PluginException {
    try {
      return List.of(JsonPath.of(argument == null ? "" : argument));
    } catch (IllegalArgumentException e) {
      throw PluginException.user("field.argument", String.valueOf(e.getMessage()));
    }
  }

  /** Which paths a field looks at, given its argument. */
  @FunctionalInterface
  private interface Paths {
    List<JsonPath> of(@Nullable String argument) throws PluginException;
  }
}
