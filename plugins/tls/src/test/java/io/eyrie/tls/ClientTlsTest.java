// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed handshake means is tested where handshakes are, in the outputs' HTTP client. */
class ClientTlsTest {

  @TempDir private Path folder;

  @Test
  void believes_the_authority_and_shows_the_certificate() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    try (HttpReceiver receiver = HttpReceiver.start(certificates.good(), true);
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(
                    ClientTls.of(
                        config(
                            Map.of(
                                "tls_ca", certificates.authority().toString(),
                                "tls_certificate", certificates.client().toString(),
                                "tls_key", certificates.client().toString()))))
                .build()) {
      assertThat(get(client, receiver)).isEqualTo(200);
    }
  }

  @Test
  void takes_renewed_files_for_new_connections_and_keeps_the_old_ones_when_they_are_broken()
      throws Exception {
    TestCertificates first = TestCertificates.in(Files.createDirectory(folder.resolve("first")));
    TestCertificates second = TestCertificates.in(Files.createDirectory(folder.resolve("second")));
    Path authority = Files.copy(first.authority(), folder.resolve("ca.pem"));
    Path client = Files.copy(first.client(), folder.resolve("client.pem"));
    SSLContext context =
        ClientTls.of(
            config(Map.of("tls_ca", authority.toString(), "tls_certificate", client.toString())));
    try (HttpReceiver before = HttpReceiver.start(first.good(), true);
        HttpReceiver after = HttpReceiver.start(second.good(), true);
        HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      connect(context, before);
      assertThat(get(http, before)).isEqualTo(200);
      assertThatThrownBy(() -> connect(context, after)).isInstanceOf(SSLException.class);

      Files.writeString(authority, Files.readString(second.authority()));
      Files.writeString(client, Files.readString(second.client()));
      connect(context, after);
      assertThat(get(http, after)).isEqualTo(200);

      Files.writeString(authority, "-----BEGIN CERTIFICATE-----");
      Files.delete(client);
      connect(context, after);
    }
    try (HttpReceiver old = HttpReceiver.start(first.good(), true)) {
      assertThatThrownBy(() -> connect(context, old)).isInstanceOf(SSLException.class);
    }
  }

  /** Until the server has answered: by TLS 1.3 a client hears of a refusal only then. */
  private static void connect(SSLContext context, HttpReceiver receiver) throws IOException {
    URI address = URI.create(receiver.url());
    try (Socket socket =
        context.getSocketFactory().createSocket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
  }

  private static int get(HttpClient client, HttpReceiver receiver) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(receiver.url())).build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void says_which_file_is_wrong_and_how() throws Exception {
    Path good = TestCertificates.in(folder).client();
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path old =
        Files.writeString(
            folder.resolve("old.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    Path torn =
        Files.writeString(
            folder.resolve("torn.pem"),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

    assertMistake(Map.of("tls_ca", "nowhere.pem"), "tls_ca: there is no file nowhere.pem");
    assertMistake(Map.of("tls_ca", empty.toString()), "tls_ca: " + empty + " holds no certificate");
    assertMistake(Map.of("tls_ca", folder.toString()), "tls_ca: " + folder + " can't be read");
    assertMistake(
        Map.of("tls_key", good.toString()), "tls_certificate: must be given when tls_key is");
    assertMistake(
        Map.of("tls_certificate", good.toString(), "tls_key", empty.toString()),
        "tls_key: " + empty + " holds no key");
    assertMistake(
        Map.of("tls_certificate", good.toString(), "tls_key", old.toString()),
        "convert it: openssl pkcs8 -topk8 -nocrypt -in " + old);
    assertMistake(
        Map.of("tls_certificate", good.toString(), "tls_key", torn.toString()),
        "tls_key: " + torn + " holds a key that is none of [RSA, EC, EdDSA]");
  }

  private static void assertMistake(Map<String, ?> values, String message) {
    assertThatThrownBy(() -> ClientTls.of(config(values)))
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.USER))
        .hasMessageContaining(message);
  }

  private static Config config(Map<String, ?> values) throws PluginException {
    ConfigSchema.Builder keys = ConfigSchema.builder();
    ClientTls.declare(keys);
    return Config.of(keys.build(), values);
  }
}
