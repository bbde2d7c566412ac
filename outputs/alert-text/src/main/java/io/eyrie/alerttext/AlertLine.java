// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;

/**
 * How an output writes each alert on one line, as its operator chose.
 *
 * @param keys matters to {@link LineFormat#JSON} alone
 */
public record AlertLine(LineFormat format, JsonKeys keys) {

  private static final String FORMAT = "format";
  private static final String JSON_OUTPUT = "json_include_output_property";
  private static final String JSON_MESSAGE = "json_include_message_property";
  private static final String JSON_OUTPUT_FIELDS = "json_include_output_fields_property";
  private static final String JSON_TAGS = "json_include_tags_property";

  /** Adds {@code format} and the keys that choose what a JSON line has. */
  public static void declare(ConfigSchema.Builder keys, String usualFormat) {
    keys.optional(
            FORMAT,
            ConfigSchema.Type.TEXT,
            usualFormat,
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
            "Whether the JSON object has the key tags.");
  }

  /**
   * Reads what the operator chose.
   *
   * @param instance the output's name, for messages
   */
  public static AlertLine of(Config config, String instance) throws PluginException {
    LineFormat format =
        switch (config.text(FORMAT)) {
          case "text" -> LineFormat.TEXT;
          case "json" -> LineFormat.JSON;
          default ->
              throw PluginException.user(
                  "config.invalid",
                  "format '%s' of output %s is unknown: write text or json"
                      .formatted(config.text(FORMAT), instance));
        };
    return new AlertLine(
        format,
        new JsonKeys(
            config.bool(JSON_OUTPUT),
            config.bool(JSON_MESSAGE),
            config.bool(JSON_OUTPUT_FIELDS),
            config.bool(JSON_TAGS)));
  }

  /** Appends the alert without an end of the line. */
  public void append(Alert alert, StringBuilder to) {
    format.append(alert, keys, to);
  }
}
