// SPDX-License-Identifier: Apache-2.0
package com.example.counter;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** What the source is, as data, and how an instance of it is opened. */
final class CounterProvider implements SourceProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("counter")
          .description("Counts: one event for each number.")
          .eventTypes(List.of("even", "odd"))
          .fields(
              List.of(
                  Field.of("counter.number", FieldType.UINT64, "The number."),
                  Field.of("counter.text", FieldType.STRING, "The number as text."),
                  Field.of("counter.half", FieldType.UINT64, "Half of an even number.")
                      .onlyFor("even"),
                  Field.of("counter.digits", FieldType.UINT64, "Its decimal digits.").asList(),
                  Field.of(
                      "counter.version", FieldType.STRING, "Version of the plugin that counted."),
                  Field.of("counter.modulo", FieldType.UINT64, "The rest of a division by [n].")
                      .withArgument(Argument.REQUIRED_INDEX)))
          .delivery(Delivery.AT_LEAST_ONCE)
          .config(
              ConfigSchema.builder()
                  .optional(
                      "interval", ConfigSchema.Type.DURATION, "1s", "The pause after each number.")
                  .optional(
                      "last",
                      ConfigSchema.Type.INTEGER,
                      "0",
                      "The number that it ends with; 0 for counting on for ever.")
                  .build())
          .build();

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) {
    return new CounterSource(config.duration("interval"), config.integer("last"), context);
  }
}
