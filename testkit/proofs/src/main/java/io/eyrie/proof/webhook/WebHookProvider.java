// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.webhook;

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
import java.util.List;

/** Declares the requests to a web hook as events; their sender gives each an id. */
final class WebHookProvider implements SourceProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("proof_webhook")
          .description("Requests to a web hook, answered once they are judged and stored.")
          .eventTypes(List.of("request"))
          .fields(
              List.of(
                  Field.of("hook.delivery", FieldType.STRING, "The sender's id of the request."),
                  Field.of("hook.body", FieldType.STRING, "What was sent."),
                  Field.of("hook.client", FieldType.IP, "Where it came from.")))
          .delivery(Delivery.AT_LEAST_ONCE)
          .config(
              ConfigSchema.builder()
                  .required("port", ConfigSchema.Type.INTEGER, "The port on the loopback to serve.")
                  .optional(
                      "waiting",
                      ConfigSchema.Type.INTEGER,
                      "100",
                      "How many requests may wait for their answer before others are sent away.")
                  .build())
          .build();

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    return WebHookSource.open(
        Math.toIntExact(config.integer("port")),
        Math.toIntExact(config.integer("waiting")),
        context);
  }
}
