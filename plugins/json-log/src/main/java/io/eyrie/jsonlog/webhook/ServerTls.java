// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import io.eyrie.api.error.PluginException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a server, read from PEM files.
 *
 * @param context null for plain HTTP
 * @param asksForCertificate whether clients need a certificate
 */
record ServerTls(@Nullable SSLContext context, boolean asksForCertificate) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (.*)PRIVATE KEY-----([^-]*)-----END .*PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

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
        throw unusable("tls_certificate", "must be given with tls_key and tls_client_ca");
      }
      return new ServerTls(null, false);
    }
    try {
      KeyStore own = empty();
      own.setKeyEntry(
          "server",
          key.isEmpty() ? key("tls_certificate", certificate) : key("tls_key", key),
          new char[0],
          certificates("tls_certificate", certificate).toArray(Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      if (clientAuthorities.isEmpty()) {
        context.init(keys.getKeyManagers(), null, null);
      } else {
        KeyStore authorities = empty();
        int number = 0;
        for (Certificate authority : certificates("tls_client_ca", clientAuthorities)) {
          authorities.setCertificateEntry("authority-" + number++, authority);
        }
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      }
      return new ServerTls(context, !clientAuthorities.isEmpty());
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(
          "tls_certificate", "the certificate and the key do not fit: " + e.getMessage());
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String option, String file)
      throws PluginException {
    byte[] pem = read(option, file);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificatesOnly(pem)));
      if (found.isEmpty()) {
        throw unusable(option, file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw unusable(option, file + " holds no readable certificate: " + e.getMessage());
    }
  }

  /** A key in the same file would stop the certificates' parser. */
  private static byte[] certificatesOnly(byte[] pem) {
    return KEY.matcher(new String(pem, StandardCharsets.US_ASCII))
        .replaceAll("")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static PrivateKey key(String option, String file) throws PluginException {
    Matcher pem = KEY.matcher(new String(read(option, file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw unusable(option, file + " holds no key (-----BEGIN PRIVATE KEY-----)");
    }
    if (!pem.group(1).isEmpty()) {
      throw unusable(
          option,
          file
              + " holds a key of the form '"
              + pem.group(1)
              + "PRIVATE KEY'; convert it: openssl pkcs8 -topk8 -nocrypt -in "
              + file);
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.group(2));
    } catch (IllegalArgumentException e) {
      throw unusable(option, file + " holds a key that is no Base64: " + e.getMessage());
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw unusable(option, "this Java knows no " + algorithm + ": " + e.getMessage());
      }
    }
    throw unusable(option, file + " holds a key that is none of " + ALGORITHMS);
  }

  private static byte[] read(String option, String file) throws PluginException {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException _) {
      throw unusable(option, "there is no file " + file);
    } catch (IOException e) {
      throw unusable(option, file + " can't be read: " + e.getMessage());
    }
  }

  private static PluginException unusable(String option, String reason) {
    return PluginException.user("config.invalid", option + ": " + reason);
  }
}
