// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.Elements;
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
  private final Binder binder;

  private JsonField(Field declaration, Binder binder) {
    this.declaration = declaration;
    this.binder = binder;
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

  /** A number with its fraction; anything else is absent. */
  public static JsonField decimal(String name, String description, String pointer) {
    return computed(
        Field.of(name, FieldType.DOUBLE, description),
        (slots, at, into) -> {
          if (slots.kind(at[0]) == JsonKind.NUMBER) {
            into.set(slots.decimal(at[0]));
          }
        },
        pointer);
  }

  /**
   * A list of the texts that stand at a path through the elements of an array; {@code null} is left
   * out, and the field is absent when nothing is left.
   *
   * @param patterns of which the first that leads to a value counts; {@code *} is every element
   */
  public static JsonField texts(String name, String description, String... patterns) {
    return computed(
        Field.of(name, FieldType.STRING, description).asList(), JsonField::allTexts, patterns);
  }

  /** A text made from what stands at several paths; the rest as in the method below. */
  public static JsonField computed(
      String name, String description, Computation computation, String... patterns) {
    return computed(Field.of(name, FieldType.STRING, description), computation, patterns);
  }

  /**
   * A value made from what stands at several paths.
   *
   * @param patterns pointers, in which {@code *} stands for every element of an array
   */
  public static JsonField computed(Field field, Computation computation, String... patterns) {
    Bound bound = bound(computation, patterns);
    return new JsonField(field, (_, _) -> bound);
  }

  /**
   * A value made in a way that depends on the argument or on the instance.
   *
   * @param binder called whenever rules are bound, never per event
   */
  public static JsonField bound(Field field, Binder binder) {
    return new JsonField(field, binder);
  }

  /** A computation and the patterns of the paths that it looks at, for a {@link Binder}. */
  public static Bound bound(Computation computation, String... patterns) {
    return new Bound(Arrays.stream(patterns).map(JsonPath::pattern).toList(), computation);
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
        (argument, _) -> new Bound(argumentPath(argument), JsonField::anyText));
  }

  /**
   * The number that a rule gives in brackets; -1 when it gives none.
   *
   * @param field its name, for the message
   * @throws PluginException if it is larger than an array can be
   */
  public static int index(String field, @Nullable String argument) throws PluginException {
    if (argument == null) {
      return -1;
    }
    try {
      return Integer.parseInt(argument);
    } catch (NumberFormatException _) {
      throw PluginException.user(
          "field.argument", field + "[" + argument + "]: the number is too large");
    }
  }

  /** What the source declares. */
  public Field declaration() {
    return declaration;
  }

  Bound bind(@Nullable String argument, InstanceFacts facts) throws PluginException {
    return binder.bind(argument, facts);
  }

  private static void firstText(Slots slots, int[] at, Value into) {
    for (int slot : at) {
      if (slots.present(slot)) {
        slots.text(slot, into);
        return;
      }
    }
  }

  private static void allTexts(Slots slots, int[] at, Value into) {
    for (int slot : at) {
      Elements elements = slots.elements(slot);
      if (elements.size() > 0) {
        for (int i = 0; i < elements.size(); i++) {
          if (elements.present(i)) {
            slots.text(elements, i).addTo(into);
          }
        }
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

  /** Makes a field ready for an argument and an instance. */
  @FunctionalInterface
  public interface Binder {

    /**
     * Says what to look at and how to make the value of it.
     *
     * @param argument as the rule writes it; null when there is none
     * @throws PluginException if the argument can't be understood
     */
    Bound bind(@Nullable String argument, InstanceFacts facts) throws PluginException;
  }

  /**
   * A field that is ready.
   *
   * @param paths what the computation looks at, in its order
   */
  public record Bound(List<JsonPath> paths, Computation computation) {}
}
