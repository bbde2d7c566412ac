// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.queue;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Declares the messages of a spool folder as events: a file is a message, its name is its id. */
final class QueueProvider implements SourceProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("proof_queue")
          .description("Messages of a spool folder, deleted when they are acknowledged.")
          .eventTypes(List.of("message"))
          .fields(
              List.of(
                  Field.of("message.id", FieldType.STRING, "The id of the message."),
                  Field.of("message.body", FieldType.STRING, "What it says.")))
          .delivery(Delivery.AT_LEAST_ONCE)
          .config(
              ConfigSchema.builder()
                  .required("spool", ConfigSchema.Type.TEXT, "The folder of the messages.")
                  .optional(
                      "in_flight",
                      ConfigSchema.Type.INTEGER,
                      "1000",
                      "How many messages are taken before one is acknowledged.")
                  .build())
          .build();

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    Path spool = Path.of(config.text("spool"));
    if (!Files.isDirectory(spool)) {
      throw PluginException.user(
          "queue.no_spool", "the spool " + spool + " is not there; create the folder");
    }
    return new QueueSource(spool, Math.toIntExact(config.integer("in_flight")));
  }
}
