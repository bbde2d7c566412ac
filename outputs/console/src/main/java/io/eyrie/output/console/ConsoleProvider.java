// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Opens the output on the process's standard output. */
final class ConsoleProvider implements OutputProvider {

  private static final String FORMAT = "format";
  private static final String JSON_OUTPUT = "json_include_output_property";
  private static final String JSON_MESSAGE = "json_include_message_property";
  private static final String JSON_OUTPUT_FIELDS = "json_include_output_fields_property";
  private static final String JSON_TAGS = "json_include_tags_property";

  private static final ConfigSchema SCHEMA =
      ConfigSchema.builder()
          .optional(
              FORMAT,
              ConfigSchema.Type.TEXT,
              "text",
              "How an alert is written: text, a line for people, or json, a JSON object on a line.")
          .optional(
              JSON_OUTPUT,
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Whether the JSON object has the key output, the line for people.")
          .optional(
              JSON_MESSAGE,
              ConfigSchema.Type.BOOLEAN,
              "false",
              "Whether the JSON object has the key message, that line without time and priority.")
          .optional(
              JSON_OUTPUT_FIELDS,
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Whether the JSON object has the key output_fields.")
          .optional(
              JSON_TAGS,
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Whether the JSON object has the key tags.")
          .build();

  @Override
  public String name() {
    return "console";
  }

  @Override
  public String description() {
    return "Writes each alert as a line of text or JSON to standard output.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    LineFormat format =
        switch (config.text(FORMAT)) {
          case "text" -> LineFormat.TEXT;
          case "json" -> LineFormat.JSON;
          default ->
              throw PluginException.user(
                  "config.invalid",
                  "format '%s' of output %s is unknown: write text or json"
                      .formatted(config.text(FORMAT), context.instance()));
        };
    // Not System.out, which swallows the failures of a closed pipe or a full disk.
    return new ConsoleOutput(
        new FileOutputStream(FileDescriptor.out),
        format,
        new JsonKeys(
            config.bool(JSON_OUTPUT),
            config.bool(JSON_MESSAGE),
            config.bool(JSON_OUTPUT_FIELDS),
            config.bool(JSON_TAGS)));
  }
}
