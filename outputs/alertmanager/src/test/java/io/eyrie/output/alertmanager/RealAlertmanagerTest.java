// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestAlerts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against Debian's prometheus-alertmanager. */
class RealAlertmanagerTest {

  @TempDir private Path home;

  @Test
  void alertmanager_takes_alerts_hostile_ones_too_and_groups_the_same() throws Exception {
    Path program = Path.of("/usr/bin/prometheus-alertmanager");
    assumeTrue(
        Files.isExecutable(program), "no prometheus-alertmanager: scripts/install-test-deps");
    Path config =
        Files.writeString(
            home.resolve("alertmanager.yml"),
            "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    int port = ServerProcess.freePort();
    String url = "http://127.0.0.1:" + port;
    try (ServerProcess server =
            ServerProcess.start(
                home,
                List.of(
                    program.toString(),
                    "--config.file=" + config,
                    "--storage.path=" + home.resolve("data"),
                    "--cluster.listen-address=",
                    "--web.listen-address=127.0.0.1:" + port));
        OutputRun run =
            OutputRun.open(
                new AlertmanagerProvider(), Map.of("urls", url, "expires_after", "1h"), home);
        HttpClient client = HttpClient.newHttpClient()) {
      server.awaitListening(port);

      run.deliver(TestAlerts.number(1), TestAlerts.number(2), TestAlerts.hostile());

      JsonNode held =
          JsonMapper.shared()
              .readTree(
                  client
                      .send(
                          HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts")).build(),
                          HttpResponse.BodyHandlers.ofString())
                      .body());
      assertThat(held.valueStream().map(a -> a.get("labels").get("alertname").asString()))
          .as("two that differ in annotations alone are one")
          .hasSize(2)
          .contains("Sensitive file read")
          .anyMatch(name -> name.startsWith("Rule of a\\u001b[31mb"));
      assertThat(held.valueStream().map(a -> a.get("status").get("state").asString()))
          .containsOnly("active");

      try (OutputRun wrongPath =
          OutputRun.open(new AlertmanagerProvider(), Map.of("urls", url + "/nowhere"), home)) {
        assertThatThrownBy(() -> wrongPath.deliver(TestAlerts.number(4)))
            .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
            .hasMessageContaining("answered 404");
      }
    }
  }
}
