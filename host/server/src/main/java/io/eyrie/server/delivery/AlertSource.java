// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.SourceDeclaration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as an event source of the rule engine, so that outputs are filtered and worded in the
 * language of rules: {@code alert.rule}, {@code alert.field[proc.name]} and the like.
 */
final class AlertSource {

  private static final List<Priority> SEVERITIES = List.of(Priority.values());

  /** The name of the source. */
  static final String NAME = "alert";

  /** Every field, as conditions and templates of outputs may name them. */
  static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder(NAME)
          .description("Alerts on their way to an output.")
          .eventTypes(List.of(NAME))
          .fields(
              List.of(
                  Field.of("alert.rule", FieldType.STRING, "The name of the rule."),
                  Field.of("alert.priority", FieldType.STRING, "Its priority, such as Warning."),
                  Field.of(
                      "alert.severity",
                      FieldType.UINT64,
                      "Its priority as a number, from 0 for Emergency to 7 for Debug."),
                  Field.of("alert.source", FieldType.STRING, "The event source."),
                  Field.of("alert.instance", FieldType.STRING, "The source instance."),
                  Field.of("alert.tags", FieldType.STRING, "The tags of the rule.").asList(),
                  Field.of("alert.hostname", FieldType.STRING, "The name of the machine."),
                  Field.of("alert.message", FieldType.STRING, "The text of the alert."),
                  Field.of(
                      "alert.output",
                      FieldType.STRING,
                      "The line for people: time, priority and text."),
                  Field.of("alert.id", FieldType.STRING, "The identity of the alert."),
                  Field.of(
                          "alert.field",
                          FieldType.STRING,
                          "An output field by its name, as text; a list as its elements with"
                              + " commas between them.")
                      .withArgument(Argument.REQUIRED_KEY)))
          .build();

  private AlertSource() {}

  /** Gives the fields of the alert that the holder has at the time. */
  static Extraction extraction(Demand demand, Holder holder) {
    return (int index, Value into) -> {
      Demand.Request request = demand.fields().get(index);
      extract(holder.alert(), request.field().name(), request.argument(), into);
    };
  }

  /** Has the alert that is being judged. */
  @FunctionalInterface
  interface Holder {
    Alert alert();
  }

  private static void extract(Alert alert, String field, @Nullable String argument, Value into) {
    switch (field) {
      case "alert.rule" -> into.set(alert.rule());
      case "alert.priority" -> into.set(alert.priority().label());
      case "alert.severity" -> into.set((long) SEVERITIES.indexOf(alert.priority()));
      case "alert.source" -> into.set(alert.source());
      case "alert.instance" -> into.set(alert.instance());
      case "alert.hostname" -> into.set(alert.hostname());
      case "alert.message" -> into.set(alert.message());
      case "alert.output" -> into.set(alert.output());
      case "alert.id" -> into.set(alert.id());
      case "alert.tags" -> {
        into.beginList();
        alert.tags().forEach(into::add);
      }
      default -> {
        String text = argument == null ? null : text(alert.fields().get(argument));
        if (text != null) {
          into.set(text);
        }
      }
    }
  }

  /** A value of an alert's field as text; null for none. */
  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
      default -> value.toString();
    };
  }
}
