// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.loki;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.httpclient.Credentials;
import io.eyrie.httpclient.HttpOptions;
import io.eyrie.httpclient.NamedTexts;
import io.eyrie.httpclient.Receiver;
import java.util.List;
import java.util.regex.Pattern;

/** Opens the output for one Loki. */
final class LokiProvider implements OutputProvider {

  private static final String URL = "url";
  private static final String TENANT = "tenant";
  private static final String LABELS = "labels";
  private static final String METADATA = "structured_metadata";

  private static final String PATH = "/loki/api/v1/push";
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                URL, ConfigSchema.Type.TEXT, "URL of Loki, with or without /loki/api/v1/push.")
            .optional(
                TENANT,
                ConfigSchema.Type.TEXT,
                "Tenant of a Loki that has several (X-Scope-OrgID).")
            .optional(
                LABELS, ConfigSchema.Type.TEXT_LIST, "More labels of each stream, as 'name=value'.")
            .optional(
                METADATA,
                ConfigSchema.Type.BOOLEAN,
                "false",
                "Whether id, tags and fields go along as structured metadata, which Loki takes from"
                    + " 3.0 on.");
    AlertLine.declare(keys, "json");
    Credentials.declare(keys);
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "loki";
  }

  @Override
  public String description() {
    return "Pushes alerts to Grafana Loki as log lines.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    Receiver receiver = Receiver.of(URL, config.text(URL));
    if (!receiver.path().endsWith(PATH)) {
      receiver = receiver.at(PATH);
    }
    return new LokiOutput(
        receiver,
        config.text(TENANT),
        new PushBody(
            NamedTexts.of(config, LABELS, LABEL),
            AlertLine.of(config, context.instance()),
            config.bool(METADATA)),
        HttpOptions.sender(config, Credentials.of(config), List.of()));
  }
}
