// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * How the producer of an output reaches its cluster.
 *
 * @param tls null where brokers are spoken to without
 * @param mechanism of SASL; {@code none} without
 */
record ProducerSettings(
    List<String> servers,
    String clientId,
    String compression,
    Duration timeout,
    @Nullable SSLContext tls,
    String mechanism,
    String username,
    String password) {

  private static final int LONGEST_REQUEST = 10_000;

  /** Kafka's own configuration; secrets are of a type that does not print them. */
  Map<String, Object> properties() {
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
        (sasl ? "SASL_" : "") + (tls != null ? "SSL" : "PLAINTEXT"));
    if (tls != null) {
      all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
      all.put(KafkaTls.CONTEXT, tls);
    }
    if (sasl) {
      all.put(SaslConfigs.SASL_MECHANISM, mechanism);
      all.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login()));
    }
    return all;
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
