// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's client the TLS that all outputs have, which takes renewed files; Kafka's own reads
 * them once. Made by Kafka, therefore public.
 */
public final class KafkaTls implements SslEngineFactory {

  /** The key in Kafka's configuration under which the context comes here. */
  static final String CONTEXT = "eyrie.ssl.context";

  private @Nullable SSLContext context;

  @Override
  public void configure(Map<String, ?> config) {
    context = (SSLContext) config.get(CONTEXT);
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, @Nullable String identification) {
    SSLEngine engine = Objects.requireNonNull(context).createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(identification);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("an output serves nobody");
  }

  /** Never: the context looks at its files by itself. */
  @Override
  public boolean shouldBeRebuilt(Map<String, Object> config) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // Holds nothing open.
  }
}
