// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A field as JSON shows it.
 *
 * @param argument {@code index}, {@code key}, {@code index or key}, or empty for none
 * @param deprecation what to use instead, empty when it is not deprecated
 * @param keys the keys that it knows in the brackets; null when it takes any
 * @param keyForm the regular expression that a key has to match; null when it takes any
 * @param keyTypes the types of its values by key, where they differ; null when none does
 * @param base in which outputs print its numbers; null for 10
 * @param keyBases the bases by key, where they differ; null when none does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldShape(
    String name,
    String type,
    boolean list,
    String argument,
    boolean argumentRequired,
    String description,
    List<String> eventTypes,
    boolean suggested,
    String deprecation,
    @Nullable List<String> keys,
    @Nullable String keyForm,
    @Nullable Map<String, String> keyTypes,
    @Nullable Integer base,
    @Nullable Map<String, Integer> keyBases) {

  private static final int DECIMAL = 10;

  static FieldShape of(Field field) {
    Map<String, String> types = new TreeMap<>();
    field.keyTypes().forEach((key, type) -> types.put(key, word(type)));
    return new FieldShape(
        field.name(),
        word(field.type()),
        field.list(),
        accepted(field.argument()),
        field.argument().required(),
        field.description(),
        field.eventTypes(),
        field.suggested(),
        field.deprecation().orElse(""),
        field.keys().isEmpty() ? null : List.copyOf(field.keys()),
        field.keyForm().orElse(null),
        types.isEmpty() ? null : types,
        field.base() == DECIMAL ? null : field.base(),
        field.keyBases().isEmpty() ? null : new TreeMap<>(field.keyBases()));
  }

  private static String word(FieldType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static FieldType type(String word) {
    return FieldType.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What an argument may be: {@code index}, {@code key}, {@code index or key}, or empty. */
  public static String accepted(Argument argument) {
    if (argument.acceptsIndex()) {
      return argument.acceptsKey() ? "index or key" : "index";
    }
    return argument.acceptsKey() ? "key" : "";
  }

  Field field() {
    Field field =
        Field.of(name, type(type), description)
            .withArgument(form())
            .inBase(base == null ? DECIMAL : base);
    if (list) {
      field = field.asList();
    }
    if (!eventTypes.isEmpty()) {
      field = field.onlyFor(eventTypes.toArray(String[]::new));
    }
    if (suggested) {
      field = field.asSuggested();
    }
    if (keys != null) {
      field = field.withKeys(keys);
    }
    if (keyForm != null) {
      field = field.withKeyForm(keyForm);
    }
    if (keyTypes != null) {
      Map<String, FieldType> types = new TreeMap<>();
      keyTypes.forEach((key, word) -> types.put(key, type(word)));
      field = field.withKeyTypes(types);
    }
    if (keyBases != null) {
      field = field.withKeyBases(keyBases);
    }
    return deprecation.isEmpty() ? field : field.asDeprecated(deprecation);
  }

  private Argument form() {
    for (Argument form : Argument.values()) {
      if (accepted(form).equals(argument) && form.required() == argumentRequired) {
        return form;
      }
    }
    throw new IllegalArgumentException("no form of argument: " + argument);
  }
}
