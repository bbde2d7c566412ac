// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpOutputTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new HttpProvider(), "url", "");

  private final HttpReceiver server = OUTPUT.server();

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of("signing_secret", "a-secret-of-the-hook"));
  }

  @Test
  void sends_each_alert_as_a_request_with_its_json() throws Exception {
    OUTPUT.deliver(Map.of(), TestAlerts.number(1), TestAlerts.number(2));

    assertThat(server.bodies())
        .containsExactly(TestAlerts.number(1).json(), TestAlerts.number(2).json());
    assertThat(server.received().getFirst().header("Content-Type")).isEqualTo("application/json");
    assertThat(server.received().getFirst().header("webhook-id")).isNull();
  }

  @Test
  void sends_a_batch_as_an_array_or_as_lines() throws Exception {
    String first = TestAlerts.number(1).json();
    String second = TestAlerts.number(2).json();

    OUTPUT.deliver(Map.of("body", "alerts"), TestAlerts.number(1), TestAlerts.number(2));
    OUTPUT.deliver(
        Map.of("body", "lines", "method", "PUT"), TestAlerts.number(1), TestAlerts.number(2));

    assertThat(server.bodies())
        .containsExactly("[" + first + "," + second + "]", first + "\n" + second + "\n");
    assertThat(server.received().getLast().method()).isEqualTo("PUT");
    assertThat(server.received().getLast().header("Content-Type"))
        .isEqualTo("application/x-ndjson");
  }

  @Test
  void sends_cloud_events() throws Exception {
    Alert alert = TestAlerts.number(1);
    OUTPUT.deliver(Map.of("body", "cloudevent"), alert);
    OUTPUT.deliver(Map.of("body", "cloudevents"), alert, TestAlerts.number(2));

    HttpReceiver.Received single = server.received().getFirst();
    assertThat(single.header("Content-Type")).isEqualTo("application/cloudevents+json");
    JsonNode event = JSON.readTree(single.body());
    assertThat(event.get("specversion").asString()).isEqualTo("1.0");
    assertThat(event.get("id").asString()).isEqualTo(alert.id());
    assertThat(event.get("source").asString()).isEqualTo("/eyrie/host-1");
    assertThat(event.get("type").asString()).isEqualTo("io.eyrie.alert.v1");
    assertThat(event.get("subject").asString()).isEqualTo("Sensitive file read");
    assertThat(event.get("time").asString()).isEqualTo("2026-01-01T00:00:01.123456789Z");
    assertThat(event.get("priority").asString()).isEqualTo("warning");
    assertThat(event.get("eventsource").asString()).isEqualTo("syscall");
    assertThat(event.get("data")).isEqualTo(JSON.readTree(alert.json()));
    HttpReceiver.Received batch = server.received().getLast();
    assertThat(batch.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
    assertThat(JSON.readTree(batch.body())).hasSize(2);
  }

  @Test
  void texts_of_attackers_neither_break_json_nor_add_headers() throws Exception {
    Alert alert = TestAlerts.hostile();
    OUTPUT.deliver(Map.of("body", "alert"), alert);
    OUTPUT.deliver(Map.of("body", "cloudevent_binary"), alert);
    OUTPUT.deliver(Map.of("body", "cloudevent"), alert);

    HttpReceiver.Received binary = server.received().get(1);
    assertThat(binary.body()).isEqualTo(server.bodies().getFirst());
    assertThat(binary.header("ce-id")).isEqualTo(alert.id());
    assertThat(binary.header("ce-subject"))
        .startsWith("Rule%20of%20a\\u001b[31mb\\r\\nc\\u0000%20<!channel>")
        .contains("%25s")
        .contains("%22q%22")
        .endsWith("%C3%A9%F0%9F%A6%85");
    String rule = JSON.readTree(server.bodies().getFirst()).get("rule").asString();
    assertThat(rule).isEqualTo(alert.rule().replace('\ud800', '?'));
    assertThat(JSON.readTree(server.bodies().getLast()).get("data").get("rule").asString())
        .isEqualTo(rule);
  }

  @Test
  void signs_as_standard_webhooks_and_as_github_do() throws Exception {
    // The example of the specification, made with its own library.
    Signer standard =
        Signer.of(
            "standard",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            Clock.fixed(Instant.ofEpochSecond(1_614_265_330), ZoneOffset.UTC));
    assertThat(
            standard.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}".getBytes(UTF_8)))
        .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
        .containsEntry("webhook-timestamp", "1614265330")
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    // The example of GitHub's documentation.
    assertThat(
            Signer.of("github", "It's a Secret to Everybody", Clock.systemUTC())
                .headers("", "Hello, World!".getBytes(UTF_8)))
        .containsExactly(
            Map.entry(
                "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));

    OUTPUT.deliver(Map.of("signing_secret", "s3cret", "compression", "gzip"), TestAlerts.number(1));

    HttpReceiver.Received request = server.received().getFirst();
    String time = request.header("webhook-timestamp");
    assertThat(request.header("webhook-id")).isEqualTo(TestAlerts.number(1).id());
    assertThat(request.header("webhook-signature"))
        .isEqualTo(
            Signer.of(
                    "standard",
                    "s3cret",
                    Clock.fixed(Instant.ofEpochSecond(Long.parseLong(time)), ZoneOffset.UTC))
                .headers(TestAlerts.number(1).id(), request.bytes())
                .get("webhook-signature"));
  }

  @Test
  void a_poison_alert_is_refused_alone_and_those_behind_it_go_on() throws Exception {
    server.answer(200);
    server.answer(400, Map.of(), "bad alert");

    try (OutputRun run = OUTPUT.open(Map.of())) {
      run.deliver(TestAlerts.number(1), TestAlerts.number(2), TestAlerts.number(3));

      assertThat(run.verdicts().refused())
          .containsExactly(
              Map.entry(TestAlerts.number(2).id(), server.url() + " answered 400 (bad alert)"));
    }
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void what_was_delivered_before_a_failure_is_told() throws Exception {
    server.answer(200);
    server.answer(429, Map.of("Retry-After", "30"), "");

    try (OutputRun run = OUTPUT.open(Map.of())) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1), TestAlerts.number(2)))
          .isInstanceOfSatisfying(
              PluginException.class,
              e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)));
      assertThat(run.verdicts().delivered()).containsExactly(TestAlerts.number(1).id());
    }
  }

  @Test
  void secrets_do_not_come_back_in_messages() throws Exception {
    server.answer(400, Map.of(), "no hook /hook/T0K3N?key=K3Y or s3cret");

    try (OutputRun run =
        OUTPUT.open(
            Map.of("url", server.url() + "/hook/T0K3N?key=K3Y", "signing_secret", "s3cret"))) {
      run.deliver(TestAlerts.number(1));

      assertThat(run.verdicts().refused().values())
          .containsExactly(server.url() + " answered 400 (no hook *** or ***)");
    }
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertThatThrownBy(() -> OUTPUT.open(Map.of("method", "GET")))
        .hasMessageContaining("method: 'GET'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("body", "xml")))
        .hasMessageContaining("body: 'xml'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("signature", "x")))
        .hasMessageContaining("signature: 'x'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("signing_secret", "whsec_$$$")))
        .hasMessage("signing_secret: what follows whsec_ is not Base64");
  }
}
