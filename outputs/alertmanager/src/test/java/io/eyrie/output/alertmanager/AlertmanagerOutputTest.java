// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertmanagerOutputTest {

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new AlertmanagerProvider(), "urls", "");

  private final HttpReceiver server = OUTPUT.server();

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of());
  }

  @Test
  void labels_say_what_it_is_and_annotations_the_rest() throws Exception {
    OUTPUT.deliver(
        Map.of(
            "labels", List.of("site=berlin"),
            "annotations", List.of("runbook=https://wiki.example/sec"),
            "label_fields", List.of("proc.name", "not.there")),
        TestAlerts.number(1));

    assertThat(server.received().getFirst().target()).isEqualTo("/api/v2/alerts");
    JsonNode alert = sent().get(0);
    assertThat(alert.get("labels"))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"alertname": "Sensitive file read", "hostname": "host-1", "priority": "Warning",
                     "proc_name": "cat", "severity": "warning", "site": "berlin", "source": "syscall"}
                    """));
    JsonNode annotations = alert.get("annotations");
    assertThat(annotations.get("summary").asString()).isEqualTo("cat read /etc/shadow #1");
    assertThat(annotations.get("id").asString()).isEqualTo(TestAlerts.number(1).id());
    assertThat(annotations.get("tags").asString()).isEqualTo("host,mitre_credential_access");
    assertThat(annotations.get("proc_pid").asString()).isEqualTo("4001");
    assertThat(annotations.get("runbook").asString()).isEqualTo("https://wiki.example/sec");
    assertThat(annotations.has("proc_name")).isFalse();
    assertThat(annotations.has("user_name")).isFalse();
    assertThat(alert.get("startsAt").asString()).isEqualTo("2026-01-01T00:00:01.123456789Z");
    assertThat(alert.has("endsAt")).isFalse();
  }

  @Test
  void an_alert_resolves_after_the_configured_time() throws Exception {
    Instant before = Instant.now();
    OUTPUT.deliver(Map.of("expires_after", "2h"), TestAlerts.number(1));

    Instant end = Instant.parse(sent().get(0).get("endsAt").asString());
    assertThat(end)
        .isBetween(before.plus(Duration.ofHours(2)), Instant.now().plus(Duration.ofHours(2)));
  }

  @Test
  void severities_follow_the_priority_or_the_operator() throws Exception {
    OUTPUT.deliver(
        Map.of("severities", List.of("error=page")),
        TestAlerts.with(1, Priority.EMERGENCY),
        TestAlerts.with(2, Priority.ERROR),
        TestAlerts.with(3, Priority.WARNING),
        TestAlerts.with(4, Priority.DEBUG));

    assertThat(sent().valueStream().map(a -> a.get("labels").get("severity").asString()))
        .containsExactly("critical", "page", "warning", "info");
  }

  @Test
  void texts_of_attackers_are_text() throws Exception {
    OUTPUT.deliver(Map.of("label_fields", List.of("proc.cmdline")), TestAlerts.hostile());

    assertThat(sent().get(0).get("labels").get("proc_cmdline").asString())
        .startsWith("a\\u001b[31mb\\r\\nc\\u0000 <!channel>")
        .contains("{{ .Env }}")
        .contains("\\u202e");
  }

  @Test
  void names_of_labels_are_made_of_names_of_fields() {
    assertThat(LabelName.of("proc.aname[2]")).isEqualTo("proc_aname_2");
    assertThat(LabelName.of("ct.request/a-b")).isEqualTo("ct_request_a_b");
    assertThat(LabelName.of("9é")).isEqualTo("_9_");
  }

  @Test
  void one_of_a_cluster_is_enough_and_the_others_are_told_of() throws Exception {
    try (HttpReceiver second = HttpReceiver.start();
        OutputRun run = OUTPUT.open(Map.of("urls", List.of(server.url(), second.url() + "/am/")))) {
      second.answer(503);
      run.deliver(TestAlerts.number(1));
      assertThat(run.health().problem())
          .contains(second.url() + " answered 503; the others of the cluster have the alerts");

      run.deliver(TestAlerts.number(1));
      assertThat(run.health().problem()).isEmpty();
      assertThat(second.received().getLast().target()).isEqualTo("/am/api/v2/alerts");

      server.answer(400);
      second.answer(503);
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1)))
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue());
    }
  }

  @Test
  void a_batch_that_is_refused_is_not_worth_a_retry() throws Exception {
    server.answer(400, Map.of(), "label \u001b[1m is bad");

    try (OutputRun run = OUTPUT.open(Map.of())) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1)))
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse())
          .hasMessage(server.url() + " answered 400 (label \\u001b[1m is bad)");
    }
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertThatThrownBy(() -> OUTPUT.open(Map.of("urls", List.of())))
        .hasMessageContaining("no Alertm");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("labels", List.of("a-b=c"))))
        .hasMessageContaining("a-b=c");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("severities", List.of("high=x"))))
        .hasMessageContaining("'high' is no priority");
  }

  private JsonNode sent() {
    return JsonMapper.shared().readTree(server.bodies().getLast());
  }
}
