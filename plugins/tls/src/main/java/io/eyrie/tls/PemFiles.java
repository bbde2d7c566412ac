// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

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
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Reads certificates and keys from the files that configuration options name, and again once the
 * files have changed.
 *
 * <p>Whatever is wrong is a {@link PluginException} of kind USER that names the option, the file
 * and what to do.
 */
public final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (.*)PRIVATE KEY-----([^-]*)-----END .*PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemFiles() {}

  /**
   * A file that a configuration option names.
   *
   * @param option the option's key, for messages
   * @param path as the operator wrote it
   */
  public record Named(String option, String path) {}

  /**
   * Shows the certificate chain and the key that the files hold; renewed ones from the next
   * handshake on.
   */
  public static KeyManager[] identity(Named certificate, Named key) throws PluginException {
    return new KeyManager[] {
      new RenewedIdentity(
          new Renewed<>(List.of(certificate, key), () -> readIdentity(certificate, key)))
    };
  }

  private static X509ExtendedKeyManager readIdentity(Named certificate, Named key)
      throws PluginException {
    try {
      // First, since what is wrong with a key says more than that a file with it has no
      // certificate.
      PrivateKey secret = privateKey(key);
      Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
      if (!KeyPairs.belongTogether(secret, chain[0].getPublicKey())) {
        throw unusable(
            certificate,
            "the certificate in %s and the key in %s do not belong together"
                .formatted(certificate.path(), key.path()));
      }
      KeyStore own = empty();
      own.setKeyEntry("own", secret, new char[0], chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      return (X509ExtendedKeyManager) keys.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(certificate, "the certificate and the key do not fit: " + e.getMessage());
    }
  }

  /** Believes the authorities that the file holds, and no others; changed ones as above. */
  public static TrustManager[] authorities(Named file) throws PluginException {
    return new TrustManager[] {
      new RenewedTrust(new Renewed<>(List.of(file), () -> readAuthorities(file)))
    };
  }

  private static X509ExtendedTrustManager readAuthorities(Named file) throws PluginException {
    try {
      KeyStore authorities = empty();
      int number = 0;
      for (Certificate authority : certificates(file)) {
        authorities.setCertificateEntry("authority-" + number++, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      return (X509ExtendedTrustManager) trust.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(file, file.path() + " holds no usable authorities: " + e.getMessage());
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Named file) throws PluginException {
    byte[] pem = read(file);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificatesOnly(pem)));
      if (found.isEmpty()) {
        throw unusable(file, file.path() + " holds no certificate (-----BEGIN CERTIFICATE-----)");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw unusable(file, file.path() + " holds no readable certificate: " + e.getMessage());
    }
  }

  /** A key in the same file would stop the certificates' parser. */
  private static byte[] certificatesOnly(byte[] pem) {
    return KEY.matcher(new String(pem, StandardCharsets.US_ASCII))
        .replaceAll("")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static PrivateKey privateKey(Named file) throws PluginException {
    Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw unusable(file, file.path() + " holds no key (-----BEGIN PRIVATE KEY-----)");
    }
    if (!pem.group(1).isEmpty()) {
      throw unusable(
          file,
          file.path()
              + " holds a key of the form '"
              + pem.group(1)
              + "PRIVATE KEY'; convert it: openssl pkcs8 -topk8 -nocrypt -in "
              + file.path());
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.group(2));
    } catch (IllegalArgumentException e) {
      throw unusable(file, file.path() + " holds a key that is no Base64: " + e.getMessage());
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException _) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw unusable(file, "this Java knows no " + algorithm + ": " + e.getMessage());
      }
    }
    throw unusable(file, file.path() + " holds a key that is none of " + ALGORITHMS);
  }

  private static byte[] read(Named file) throws PluginException {
    try {
      return Files.readAllBytes(Path.of(file.path()));
    } catch (NoSuchFileException _) {
      throw unusable(file, "there is no file " + file.path());
    } catch (IOException e) {
      throw unusable(file, file.path() + " can't be read: " + e.getMessage());
    }
  }

  private static PluginException unusable(Named file, String reason) {
    return PluginException.user("config.invalid", file.option() + ": " + reason);
  }
}
