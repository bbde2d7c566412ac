// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.httpclient.Credentials;
import io.eyrie.httpclient.HttpOptions;
import io.eyrie.httpclient.Receiver;
import java.util.List;
import java.util.regex.Pattern;

/** Opens the output for one cluster and one data stream or index. */
final class ElasticsearchProvider implements OutputProvider {

  private static final String URL = "url";
  private static final String INDEX = "index";
  private static final String TEMPLATE = "template";
  private static final String PIPELINE = "pipeline";
  private static final String API_KEY = "api_key";

  /** What Elasticsearch allows, and no date or expression. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9.][a-z0-9._-]{0,250}");

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(URL, ConfigSchema.Type.TEXT, "URL of Elasticsearch or OpenSearch.")
            .optional(
                INDEX,
                ConfigSchema.Type.TEXT,
                "logs-eyrie.alerts-default",
                "Data stream or index that alerts go to.")
            .optional(
                TEMPLATE,
                ConfigSchema.Type.BOOLEAN,
                "true",
                "Whether to put an index template that makes it a data stream and keeps the fields"
                    + " of alerts from becoming columns each, before the first alert is sent.")
            .optional(PIPELINE, ConfigSchema.Type.TEXT, "Ingest pipeline that alerts go through.")
            .optional(
                API_KEY,
                ConfigSchema.Type.SECRET,
                "API key of Elasticsearch, encoded, instead of username and password.");
    Credentials.declare(keys);
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "elasticsearch";
  }

  @Override
  public String description() {
    return "Writes alerts to a data stream or an index of Elasticsearch or OpenSearch.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    Receiver cluster = Receiver.of(URL, config.text(URL));
    String index = named(config, INDEX);
    String pipeline = config.has(PIPELINE) ? named(config, PIPELINE) : "";
    return new ElasticsearchOutput(
        cluster,
        index,
        pipeline,
        config.bool(TEMPLATE),
        HttpOptions.sender(config, credentials(config), List.of()),
        context);
  }

  private static String named(Config config, String key) throws PluginException {
    String name = config.text(key);
    if (!NAME.matcher(name).matches()) {
      throw PluginException.user(
          "config.invalid",
          "%s: '%s' is no name of lower case letters, digits, '.', '_' and '-'"
              .formatted(key, name));
    }
    return name;
  }

  private static Credentials credentials(Config config) throws PluginException {
    Credentials usual = Credentials.of(config);
    if (config.text(API_KEY).isEmpty()) {
      return usual;
    }
    if (!usual.none()) {
      throw PluginException.user(
          "config.invalid",
          API_KEY + ": must not be given with username and password or bearer_token");
    }
    return Credentials.of("ApiKey", config.text(API_KEY));
  }
}
