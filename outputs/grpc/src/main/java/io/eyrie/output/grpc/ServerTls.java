// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.error.PluginException;
import io.eyrie.tls.PemFiles;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;

/**
 * The PEM files of the server's TLS. A renewed certificate is taken for the connections that
 * follow.
 *
 * @param certificate the chain; empty for no TLS
 * @param key as PKCS #8
 * @param clientAuthorities whose clients are let in; empty when clients need no certificate
 */
record ServerTls(String certificate, String key, String clientAuthorities) {

  /** Checks that none is missing. */
  static ServerTls of(String certificate, String key, String clientAuthorities, String instance)
      throws PluginException {
    if (certificate.isEmpty() != key.isEmpty()
        || (certificate.isEmpty() && !clientAuthorities.isEmpty())) {
      throw PluginException.user(
          "config.invalid",
          "output %s: give tls_certificate and tls_key together, and tls_client_ca only with them"
              .formatted(instance));
    }
    return new ServerTls(certificate, key, clientAuthorities);
  }

  boolean encrypts() {
    return !certificate.isEmpty();
  }

  boolean knowsClients() {
    return !clientAuthorities.isEmpty();
  }

  /**
   * Reads the files.
   *
   * @throws PluginException of kind USER: names the file and what is wrong with it
   */
  ServerCredentials credentials() throws PluginException {
    if (!encrypts()) {
      return InsecureServerCredentials.create();
    }
    TlsServerCredentials.Builder credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(
                PemFiles.identity(
                    new PemFiles.Named("tls_certificate", certificate),
                    new PemFiles.Named("tls_key", key)));
    if (knowsClients()) {
      credentials
          .trustManager(
              PemFiles.authorities(new PemFiles.Named("tls_client_ca", clientAuthorities)))
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return credentials.build();
  }
}
