// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

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
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** Opens the output for one collector. */
final class OtlpProvider implements OutputProvider {

  private static final String URL = "url";
  private static final String RESOURCE = "resource";

  private static final String PATH = "/v1/logs";
  private static final Pattern NAME = Pattern.compile("[^=]+");

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                URL,
                ConfigSchema.Type.TEXT,
                "URL of the receiver of OTLP/HTTP, such as http://collector:4318; a URL without a"
                    + " path gets /v1/logs.")
            .optional(
                RESOURCE,
                ConfigSchema.Type.TEXT_LIST,
                "More attributes of the resource, as 'name=value'.");
    Credentials.declare(keys);
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public String description() {
    return "Sends alerts as log records of OpenTelemetry over OTLP/HTTP.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    Receiver receiver = Receiver.of(URL, config.text(URL));
    return new OtlpOutput(
        receiver.path().length() > 1 ? receiver : receiver.at(PATH),
        new ExportRequest(NamedTexts.of(config, RESOURCE, NAME)),
        Clock.systemUTC(),
        HttpOptions.sender(config, Credentials.of(config), List.of()),
        context);
  }
}
