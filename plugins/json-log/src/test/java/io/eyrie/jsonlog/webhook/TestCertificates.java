// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server's and a client's certificate, made by the JDK's keytool for one test.
 *
 * @param serverPem the server's certificate and key
 * @param clientCertificatePem what the server is to trust
 * @param folder of the key stores
 */
record TestCertificates(Path serverPem, Path clientCertificatePem, Path folder) {

  private static final char[] PASSWORD = "only-a-test".toCharArray();

  static TestCertificates in(Path folder) throws Exception {
    KeyStore server = generate(folder, "server");
    KeyStore client = generate(folder, "client");
    Path serverPem = folder.resolve("server.pem");
    Files.writeString(
        serverPem,
        pem("PRIVATE KEY", server.getKey("server", PASSWORD).getEncoded())
            + pem("CERTIFICATE", server.getCertificate("server").getEncoded()));
    Path clientPem = folder.resolve("client.pem");
    Files.writeString(clientPem, pem("CERTIFICATE", client.getCertificate("client").getEncoded()));
    return new TestCertificates(serverPem, clientPem, folder);
  }

  /** The TLS of a client that trusts the server, with a certificate of its own or without. */
  SSLContext trusting(boolean known) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    Certificate server = load(folder, "server").getCertificate("server");
    trusted.setCertificateEntry("server", server);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(folder, "client"), PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(known ? keys.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore generate(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Files.deleteIfExists(store);
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    if (keytool.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return load(folder, name);
  }

  private static KeyStore load(Path folder, String name) throws Exception {
    return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
  }

  private static String pem(String type, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded), type);
  }
}
