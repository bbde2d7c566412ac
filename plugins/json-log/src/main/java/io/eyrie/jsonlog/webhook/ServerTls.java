// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import io.eyrie.api.error.PluginException;
import io.eyrie.tls.PemFiles;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a server, read from PEM files.
 *
 * @param context null for plain HTTP
 * @param asksForCertificate whether clients need a certificate
 */
record ServerTls(@Nullable SSLContext context, boolean asksForCertificate) {

  /**
   * Reads the files.
   *
   * @param certificate the empty text for plain HTTP
   * @param key the empty text when it stands in the certificate's file
   * @param clientAuthorities the empty text when clients need no certificate
   * @throws PluginException of kind USER: names the file and what is wrong with it
   */
  static ServerTls of(String certificate, String key, String clientAuthorities)
      throws PluginException {
    if (certificate.isEmpty()) {
      if (!key.isEmpty() || !clientAuthorities.isEmpty()) {
        throw PluginException.user(
            "config.invalid", "tls_certificate: must be given with tls_key and tls_client_ca");
      }
      return new ServerTls(null, false);
    }
    PemFiles.Named chain = new PemFiles.Named("tls_certificate", certificate);
    KeyManager[] keys =
        PemFiles.identity(chain, key.isEmpty() ? chain : new PemFiles.Named("tls_key", key));
    TrustManager @Nullable [] trust =
        clientAuthorities.isEmpty()
            ? null
            : PemFiles.authorities(new PemFiles.Named("tls_client_ca", clientAuthorities));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return new ServerTls(context, !clientAuthorities.isEmpty());
    } catch (GeneralSecurityException e) {
      throw PluginException.user(
          "config.invalid",
          "tls_certificate: the certificate and the key do not fit: " + e.getMessage());
    }
  }
}
