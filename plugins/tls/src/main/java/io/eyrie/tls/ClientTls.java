// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The TLS of a client: whom it believes, and which certificate it shows. */
public final class ClientTls {

  private static final String AUTHORITIES = "tls_ca";
  private static final String CERTIFICATE = "tls_certificate";
  private static final String KEY = "tls_key";

  private static final int LONGEST_SESSION_SECONDS = 60;

  private ClientTls() {}

  /** Adds the keys {@code tls_ca}, {@code tls_certificate} and {@code tls_key}. */
  public static void declare(ConfigSchema.Builder keys) {
    keys.optional(
            AUTHORITIES,
            ConfigSchema.Type.TEXT,
            "File of the authorities, PEM, one of which must have signed the receiver's"
                + " certificate, instead of those that Java knows; for a self-signed certificate"
                + " that certificate itself.")
        .optional(
            CERTIFICATE,
            ConfigSchema.Type.TEXT,
            "File of a client certificate and its chain, PEM, shown to the receiver (mutual TLS).")
        .optional(
            KEY,
            ConfigSchema.Type.TEXT,
            "File of the client certificate's private key, PEM (PKCS #8); if missing, it stands in"
                + " the certificate's file.");
  }

  /**
   * Reads the files that the keys name. Changed ones are taken for connections that are opened from
   * then on, within a minute.
   *
   * @throws PluginException of kind USER: names the file and what is wrong with it
   */
  public static SSLContext of(Config config) throws PluginException {
    String certificate = config.text(CERTIFICATE);
    String key = config.text(KEY);
    if (certificate.isEmpty() && !key.isEmpty()) {
      throw PluginException.user(
          "config.invalid", CERTIFICATE + ": must be given when " + KEY + " is");
    }
    KeyManager @Nullable [] keys =
        certificate.isEmpty()
            ? null
            : PemFiles.identity(
                new PemFiles.Named(CERTIFICATE, certificate),
                key.isEmpty()
                    ? new PemFiles.Named(CERTIFICATE, certificate)
                    : new PemFiles.Named(KEY, key));
    TrustManager @Nullable [] trust =
        config.text(AUTHORITIES).isEmpty()
            ? null
            : PemFiles.authorities(new PemFiles.Named(AUTHORITIES, config.text(AUTHORITIES)));
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      // A resumed session asks for no certificate: renewed files would be looked at too late.
      context.getClientSessionContext().setSessionTimeout(LONGEST_SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw PluginException.internal("tls.unavailable", "this Java has no TLS", e);
    }
  }
}
