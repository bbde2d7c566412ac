// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static io.eyrie.output.grpc.Served.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.RequestFailed;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what is encrypted. */
class SecurityTest {

  private static final SubscribeRequest ALL = SubscribeRequest.getDefaultInstance();
  private static final String TOKEN = "a-token-of-sixteen-or-more";

  @TempDir Path folder;

  private Served serve(Map<String, String> config) throws Exception {
    return new Served(new MemoryAlertLog(), MemoryOutputContext.of("alerts", folder), config);
  }

  private static Path pem(String name) {
    try {
      return Path.of(Objects.requireNonNull(SecurityTest.class.getResource("tls/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> tls() {
    return Map.of(
        "tls_certificate", pem("server.pem").toString(), "tls_key", pem("server.key").toString());
  }

  @Test
  void serves_over_tls_to_clients_that_trust_it_and_to_no_others() throws Exception {
    try (Served served = serve(tls());
        AlertClient trusting =
            AlertClient.builder(served.address()).tls(pem("server.pem")).build();
        AlertClient wary = AlertClient.builder(served.address()).tls(pem("stranger.pem")).build();
        AlertStream stream = trusting.subscribe(ALL)) {
      assertThat(next(stream).hasHeartbeat()).isTrue();
      assertThatThrownBy(wary::sources).isInstanceOf(RequestFailed.class);
      assertThatThrownBy(served.client::sources).isInstanceOf(RequestFailed.class);
    }
  }

  @Test
  void lets_in_only_clients_whose_certificate_is_of_the_authorities() throws Exception {
    Map<String, String> config = new HashMap<>(tls());
    config.put("tls_client_ca", pem("client.pem").toString());
    try (Served served = serve(config);
        AlertClient known =
            AlertClient.builder(served.address())
                .tls(pem("server.pem"))
                .certificate(pem("client.pem"), pem("client.key"))
                .build();
        AlertClient stranger =
            AlertClient.builder(served.address())
                .tls(pem("server.pem"))
                .certificate(pem("stranger.pem"), pem("stranger.key"))
                .build();
        AlertClient nobody = AlertClient.builder(served.address()).tls(pem("server.pem")).build()) {
      assertThat(known.sources()).isEmpty();
      assertThatThrownBy(stranger::sources).isInstanceOf(RequestFailed.class);
      assertThatThrownBy(nobody::sources).isInstanceOf(RequestFailed.class);
    }
  }

  @Test
  void takes_renewed_files_for_the_connections_that_follow() throws Exception {
    Path certificate = Files.copy(pem("server.pem"), folder.resolve("used.pem"));
    Path key = Files.copy(pem("server.key"), folder.resolve("used.key"));
    Path authorities = Files.copy(pem("client.pem"), folder.resolve("clients.pem"));
    try (Served served =
            serve(
                Map.of(
                    "tls_certificate", certificate.toString(),
                    "tls_key", key.toString(),
                    "tls_client_ca", authorities.toString()));
        AlertClient before = client(served, "server", "client")) {
      assertThat(before.sources()).isEmpty();

      Files.writeString(certificate, Files.readString(pem("renewed.pem")));
      try (AlertClient between = client(served, "server", "client")) {
        assertThat(between.sources()).as("the key has not arrived yet").isEmpty();
      }
      Files.writeString(key, Files.readString(pem("renewed.key")));
      Files.writeString(authorities, Files.readString(pem("stranger.pem")));
      try (AlertClient after = client(served, "renewed", "stranger");
          AlertClient old = client(served, "renewed", "client")) {
        assertThat(after.sources()).isEmpty();
        assertThatThrownBy(old::sources).isInstanceOf(RequestFailed.class);
      }
      assertThat(before.sources()).as("its connection goes on").isEmpty();
    }
  }

  private static AlertClient client(Served served, String believed, String own) throws Exception {
    return AlertClient.builder(served.address())
        .tls(pem(believed + ".pem"))
        .certificate(pem(own + ".pem"), pem(own + ".key"))
        .build();
  }

  @Test
  void an_address_that_others_reach_needs_tls_and_nothing_else() throws Exception {
    Map<String, String> config = new HashMap<>(tls());
    config.put("bind", "0.0.0.0:0");
    try (Served served = serve(config)) {
      assertThat(served.address()).startsWith("0.0.0.0:");
    }
    try (Served served = serve(Map.of("bind", "0.0.0.0:0", "allow_insecure", "true"))) {
      assertThat(served.address()).startsWith("0.0.0.0:");
    }
  }

  @Test
  void needs_a_token_for_everything_but_health() throws Exception {
    Path file = folder.resolve("tokens");
    Files.writeString(file, "# for the SIEM\n" + TOKEN + "\n\n");
    try (Served served = serve(Map.of("token_file", file.toString()));
        AlertClient known = AlertClient.builder(served.address()).token(TOKEN).build();
        AlertClient wrong = AlertClient.builder(served.address()).token(TOKEN + "x").build()) {
      assertThat(known.sources()).isEmpty();
      try (AlertStream stream = known.subscribe(ALL)) {
        assertThat(next(stream).hasHeartbeat()).isTrue();
      }
      unauthenticated(served.client, "a bearer token is needed");
      unauthenticated(wrong, "the bearer token is not known here");
      try (AlertStream stream = wrong.subscribe(ALL)) {
        assertThatThrownBy(() -> stream.next(Served.SOON)).isInstanceOf(SubscriptionRefused.class);
      }
      assertThat(
              HealthGrpc.newBlockingStub(served.channel())
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void a_changed_file_of_tokens_is_read_again_and_a_broken_one_changes_nothing() throws Exception {
    Path file = folder.resolve("tokens");
    Files.writeString(file, TOKEN);
    MemoryOutputContext context = MemoryOutputContext.of("alerts", folder);
    BearerTokens tokens = BearerTokens.of(file, context.health());
    assertThat(tokens.letIn(TOKEN)).isTrue();
    Files.writeString(file, "short\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    tokens.lookAgain(System.nanoTime() + 10_000_000_000L);
    assertThat(tokens.letIn(TOKEN)).isTrue();
    assertThat(tokens.letIn("short")).isFalse();
    assertThat(context.health().problem().orElseThrow())
        .contains("the tokens of before are let in", "line 1 is no token");
    Files.writeString(file, "another-token-of-sixteen");
    tokens.lookAgain(System.nanoTime() + 20_000_000_000L);
    assertThat(tokens.letIn(TOKEN)).isFalse();
    assertThat(tokens.letIn("another-token-of-sixteen")).isTrue();
  }

  @Test
  void says_what_is_wrong_with_files_and_never_what_is_in_them() throws Exception {
    Path file = folder.resolve("tokens");
    Files.writeString(file, TOKEN + "\nsecret but short\n");
    refused(
        Map.of("token_file", file.toString()), "tokens can't be read from", "line 2 is no token");
    refused(Map.of("token_file", folder.resolve("none").toString()), "there is no such file");
    Files.writeString(file, "# none\n");
    refused(Map.of("token_file", file.toString()), "it has 0 tokens");
    refused(
        Map.of("tls_certificate", pem("server.pem").toString()),
        "give tls_certificate and tls_key together");
    refused(Map.of("tls_client_ca", "x"), "tls_client_ca only with them");
    refused(
        Map.of(
            "tls_certificate",
            folder.resolve("none.pem").toString(),
            "tls_key",
            pem("server.key").toString()),
        "tls_certificate: there is no file",
        "none.pem");
    refused(
        Map.of("tls_certificate", pem("server.pem").toString(), "tls_key", file.toString()),
        "tls_key: " + file + " holds no key");
    refused(
        Map.of(
            "tls_certificate", pem("server.pem").toString(),
            "tls_key", pem("stranger.key").toString()),
        "do not belong together");
  }

  private void refused(Map<String, String> config, String... parts) {
    assertThatThrownBy(() -> serve(config).close())
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.USER))
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("secret but short");
  }

  private static void unauthenticated(AlertClient client, String message) {
    assertThatThrownBy(client::sources)
        .isInstanceOfSatisfying(
            RequestFailed.class, e -> assertThat(e.code()).isEqualTo("UNAUTHENTICATED"))
        .hasMessageContaining(message);
  }
}
