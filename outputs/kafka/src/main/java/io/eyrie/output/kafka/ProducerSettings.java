// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import io.eyrie.api.error.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * How the producer of an output reaches its cluster.
 *
 * @param authorities file, or the empty text for those of Java; likewise {@code certificate} and
 *     {@code key}
 * @param mechanism of SASL; {@code none} without
 */
record ProducerSettings(
    List<String> servers,
    String clientId,
    String compression,
    Duration timeout,
    boolean tls,
    String authorities,
    String certificate,
    String key,
    String mechanism,
    String username,
    String password) {

  private static final int LONGEST_REQUEST = 10_000;

  /** Kafka's own configuration; secrets are of a type that does not print them. */
  Map<String, Object> properties() throws PluginException {
    int millis = Math.toIntExact(timeout.toMillis());
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    all.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    // With these a record is in all replicas that are in sync, once and in order.
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, LONGEST_REQUEST));
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    // The host has metrics of its own; beans would outlive the plugin.
    all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    boolean sasl = !mechanism.equals("none");
    all.put(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        (sasl ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
    if (tls) {
      secure(all);
    }
    if (sasl) {
      all.put(SaslConfigs.SASL_MECHANISM, mechanism);
      all.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login()));
    }
    return all;
  }

  private void secure(Map<String, Object> all) throws PluginException {
    if (!authorities.isEmpty()) {
      all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      all.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, text(authorities));
    }
    if (!certificate.isEmpty()) {
      all.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      all.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, text(certificate));
      all.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, text(key.isEmpty() ? certificate : key));
    }
  }

  private static Password text(String file) throws PluginException {
    try {
      return new Password(Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw KafkaProvider.invalid("tls", file + " can't be read: " + e.getMessage());
    }
  }

  private String login() {
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(module, quoted(username), quoted(password));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The brokers alone. */
  @Override
  public String toString() {
    return String.join(",", servers);
  }
}
