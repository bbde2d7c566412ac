// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.error.PluginException;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The PEM files of the server's TLS. They are looked at again every minute: a renewed certificate
 * is taken for the connections that follow.
 *
 * @param certificate the chain; empty for no TLS
 * @param key as PKCS #8
 * @param clientAuthorities whose clients are let in; empty when clients need no certificate
 */
record ServerTls(String certificate, String key, String clientAuthorities) {

  private static final long LOOK_AGAIN_SECONDS = 60;

  /** Checks that the files belong together. */
  static ServerTls of(String certificate, String key, String clientAuthorities, String instance)
      throws PluginException {
    if (certificate.isEmpty() != key.isEmpty()
        || (certificate.isEmpty() && !clientAuthorities.isEmpty())) {
      throw PluginException.user(
          "config.invalid",
          "output %s: give tls_certificate and tls_key together, and tls_client_ca only with them"
              .formatted(instance));
    }
    for (String file : List.of(certificate, key, clientAuthorities)) {
      // What reads them takes a file that is not there for one that has not changed.
      if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
        throw PluginException.user(
            "tls.unusable",
            "output %s can't read %s: there is no such file, or its permissions forbid it"
                .formatted(instance, file));
      }
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
  ServerCredentials credentials(ScheduledExecutorService timer) throws PluginException {
    if (!encrypts()) {
      return InsecureServerCredentials.create();
    }
    TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder();
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    try {
      keys.updateIdentityCredentials(
          Path.of(certificate).toFile(),
          Path.of(key).toFile(),
          LOOK_AGAIN_SECONDS,
          TimeUnit.SECONDS,
          timer);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable("tls_certificate %s and tls_key %s".formatted(certificate, key), e);
    }
    credentials.keyManager(keys);
    if (knowsClients()) {
      try {
        AdvancedTlsX509TrustManager trust =
            AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
        trust.updateTrustCredentials(
            Path.of(clientAuthorities).toFile(), LOOK_AGAIN_SECONDS, TimeUnit.SECONDS, timer);
        credentials.trustManager(trust).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        throw unusable("tls_client_ca " + clientAuthorities, e);
      }
    }
    return credentials.build();
  }

  private static PluginException unusable(String what, Exception e) {
    return PluginException.user(
        "tls.unusable",
        "%s can't be used (%s): name PEM files, the key as PKCS #8 without a password"
            .formatted(what, e.getMessage()));
  }
}
