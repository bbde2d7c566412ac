// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.catalogue;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.List;
import java.util.Locale;

/**
 * A field as JSON shows it.
 *
 * @param argument {@code index}, {@code key}, {@code index or key}, or empty for none
 * @param deprecation what to use instead, empty when it is not deprecated
 */
public record FieldShape(
    String name,
    String type,
    boolean list,
    String argument,
    boolean argumentRequired,
    String description,
    List<String> eventTypes,
    boolean suggested,
    String deprecation) {

  static FieldShape of(Field field) {
    return new FieldShape(
        field.name(),
        field.type().name().toLowerCase(Locale.ROOT),
        field.list(),
        accepted(field.argument()),
        field.argument().required(),
        field.description(),
        field.eventTypes(),
        field.suggested(),
        field.deprecation().orElse(""));
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
        Field.of(name, FieldType.valueOf(type.toUpperCase(Locale.ROOT)), description)
            .withArgument(form());
    if (list) {
      field = field.asList();
    }
    if (!eventTypes.isEmpty()) {
      field = field.onlyFor(eventTypes.toArray(String[]::new));
    }
    if (suggested) {
      field = field.asSuggested();
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
