// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An authority of a test and what it signed: certificates that are good, expired, or for another
 * name, as PEM files and as the TLS of a server.
 *
 * <p>Not safe for several threads.
 */
public final class TestCertificates {

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * The one key of all that is certified; RSA, since GnuTLS does not read the elliptic keys that
   * Java writes.
   */
  private static final KeyPair SUBJECT = newKeys();

  private final Path folder;
  private final KeyPair keys = newAuthority();
  private final X509Certificate certificate;
  private long serial = 1;

  /** A certificate and its key. */
  private record Identity(KeyPair keys, X509Certificate certificate) {}

  private TestCertificates(Path folder) throws GeneralSecurityException {
    this.folder = folder;
    this.certificate = sign(keys, "the test's authority", null, Instant.now().plus(DAY));
  }

  /** A new authority that writes its files into that folder. */
  public static TestCertificates in(Path folder) throws GeneralSecurityException {
    return new TestCertificates(folder);
  }

  /** The PEM file of the authority's certificate. */
  public Path authority() throws IOException {
    return Files.writeString(
        folder.resolve("authority.pem"), pem("CERTIFICATE", encoded(certificate)));
  }

  /** The PEM file of a client's certificate and its key. */
  public Path client() throws GeneralSecurityException, IOException {
    return file("client", issue("client", "localhost", DAY));
  }

  /** The PEM file of a server's certificate for {@code localhost} and its key. */
  public Path server() throws GeneralSecurityException, IOException {
    return file("server", issue("server", "localhost", DAY));
  }

  /** The TLS of a server on {@code localhost} that believes this authority's clients. */
  public SSLContext good() throws GeneralSecurityException {
    return context(issue("server", "localhost", DAY));
  }

  /** The TLS of a server whose certificate was valid until yesterday. */
  public SSLContext expired() throws GeneralSecurityException {
    return context(issue("server", "localhost", DAY.negated()));
  }

  /** The TLS of a server whose certificate is for another name. */
  public SSLContext ofAnotherName() throws GeneralSecurityException {
    return context(issue("server", "other.example", DAY));
  }

  /** The TLS of a client that believes this authority and shows a certificate of it. */
  public SSLContext known() throws GeneralSecurityException {
    return context(issue("client", "localhost", DAY));
  }

  /** The TLS of a client that believes this authority and shows no certificate. */
  public SSLContext stranger() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, believed(), null);
    return context;
  }

  private SSLContext context(Identity identity) throws GeneralSecurityException {
    KeyStore own = empty();
    own.setKeyEntry(
        "own",
        identity.keys().getPrivate(),
        new char[0],
        new Certificate[] {identity.certificate()});
    KeyManagerFactory shown =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    shown.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), believed(), null);
    return context;
  }

  private TrustManager[] believed() throws GeneralSecurityException {
    KeyStore authorities = empty();
    authorities.setCertificateEntry("authority", certificate);
    TrustManagerFactory believed =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    believed.init(authorities);
    return believed.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private Path file(String name, Identity identity) throws GeneralSecurityException, IOException {
    return Files.writeString(
        folder.resolve(name + ".pem"),
        pem("PRIVATE KEY", identity.keys().getPrivate().getEncoded())
            + pem("CERTIFICATE", encoded(identity.certificate())));
  }

  private Identity issue(String name, String host, Duration validFor)
      throws GeneralSecurityException {
    return new Identity(SUBJECT, sign(SUBJECT, name, host, Instant.now().plus(validFor)));
  }

  private X509Certificate sign(KeyPair subject, String name, @Nullable String host, Instant until)
      throws GeneralSecurityException {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=the test's authority"),
              BigInteger.valueOf(serial++),
              Date.from(Instant.now().minus(DAY.multipliedBy(30))),
              Date.from(until),
              new X500Principal("CN=" + name),
              subject.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
      if (host != null) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException | CertIOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }

  private static KeyPair newAuthority() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no elliptic curves", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
  }
}
