// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.poller;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.net.URI;
import java.util.List;

/** Declares the entries of a service's journal as events; the service numbers them. */
final class PollerProvider implements SourceProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("proof_poller")
          .description("Entries of a journal that is asked for over HTTP.")
          .eventTypes(List.of("entry"))
          .fields(
              List.of(
                  Field.of("entry.id", FieldType.UINT64, "The number of the entry."),
                  Field.of("entry.text", FieldType.STRING, "What it says.")))
          .delivery(Delivery.AT_LEAST_ONCE)
          .config(
              ConfigSchema.builder()
                  .required(
                      "url",
                      ConfigSchema.Type.TEXT,
                      "The journal; asked with ?after=N, it answers lines of a number, a space and a"
                          + " text.")
                  .optional(
                      "interval",
                      ConfigSchema.Type.DURATION,
                      "1s",
                      "How long to wait after an answer without entries.")
                  .build())
          .build();

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    try {
      return new PollerSource(
          URI.create(config.text("url")), config.duration("interval"), context.positions());
    } catch (IllegalArgumentException e) {
      throw PluginException.user("poller.url", "not a URL: " + config.text("url"));
    }
  }
}
