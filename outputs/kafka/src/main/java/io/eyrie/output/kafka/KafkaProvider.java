// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.tls.ClientTls;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Opens the output for one topic. */
final class KafkaProvider implements OutputProvider {

  private static final String SERVERS = "bootstrap_servers";
  private static final String TOPIC = "topic";
  private static final String KEY = "key";
  private static final String CLIENT = "client_id";
  private static final String COMPRESSION = "compression";
  private static final String TLS = "tls";
  private static final String MECHANISM = "sasl_mechanism";
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String TIMEOUT = "timeout";

  private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                SERVERS,
                ConfigSchema.Type.TEXT_LIST,
                "Brokers to ask for the others of the cluster, each as HOST:PORT.")
            .required(TOPIC, ConfigSchema.Type.TEXT, "The topic; Eyrie does not make it.")
            .optional(
                KEY,
                ConfigSchema.Type.TEXT,
                "hostname",
                "What of an alert is the key of its record, and so chooses its partition: hostname,"
                    + " rule, source, id or none.")
            .optional(CLIENT, ConfigSchema.Type.TEXT, "eyrie", "The name told to brokers.")
            .optional(
                COMPRESSION,
                ConfigSchema.Type.TEXT,
                "none",
                "How records are packed: none or gzip.")
            .optional(
                TLS, ConfigSchema.Type.BOOLEAN, "false", "Whether brokers are spoken to by TLS.")
            .optional(
                MECHANISM,
                ConfigSchema.Type.TEXT,
                "none",
                "How to log in: none, PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.")
            .optional(USERNAME, ConfigSchema.Type.TEXT, "The name to log in with.")
            .optional(PASSWORD, ConfigSchema.Type.SECRET, "The password to log in with.")
            .optional(
                TIMEOUT,
                ConfigSchema.Type.DURATION,
                "20s",
                "How long the cluster may take to have a batch in all its replicas; 1s to 1h.");
    ClientTls.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String description() {
    return "Writes alerts to a topic of Kafka, each once and in order.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    List<String> servers = config.texts(SERVERS);
    if (servers.isEmpty()) {
      throw invalid(SERVERS, "names no broker");
    }
    for (String server : servers) {
      if (!server.matches("[^\\s,/]+:\\d{1,5}")) {
        throw invalid(SERVERS, "'" + server + "' is not HOST:PORT");
      }
    }
    if (!TOPIC_NAME.matcher(config.text(TOPIC)).matches()) {
      throw invalid(TOPIC, "'" + config.text(TOPIC) + "' is no name of a topic");
    }
    Duration timeout = config.duration(TIMEOUT);
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw invalid(TIMEOUT, "must be from 1s to 1h");
    }
    // Mistakes in its files are told whether it is used or not.
    SSLContext tls = ClientTls.of(config);
    ProducerSettings settings =
        new ProducerSettings(
            servers,
            config.text(CLIENT),
            oneOf(config, COMPRESSION, List.of("none", "gzip")),
            timeout,
            config.bool(TLS) ? tls : null,
            oneOf(config, MECHANISM, List.of("none", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")),
            config.text(USERNAME),
            config.text(PASSWORD));
    return new KafkaOutput(settings, config.text(TOPIC), RecordKey.of(config.text(KEY)), context);
  }

  private static String oneOf(Config config, String key, List<String> values)
      throws PluginException {
    if (!values.contains(config.text(key))) {
      throw invalid(key, "'" + config.text(key) + "' is none of " + String.join(", ", values));
    }
    return config.text(key);
  }

  static PluginException invalid(String key, String problem) {
    return PluginException.user("config.invalid", key + ": " + problem);
  }
}
