// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that answers as Loki's push API is documented to. */
class LokiOutputTest {

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new LokiProvider(), "url", "");

  private final HttpReceiver server = OUTPUT.server();

  @BeforeEach
  void answer() {
    server.usually(_ -> new HttpReceiver.Answer(204, Map.of(), ""));
  }

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of());
  }

  @Test
  void pushes_a_batch_by_streams_in_the_order_of_time() throws Exception {
    OUTPUT.deliver(
        Map.of("tenant", "blue", "labels", List.of("cluster=prod"), "compression", "gzip"),
        TestAlerts.number(2),
        TestAlerts.with(3, Priority.ERROR),
        TestAlerts.number(1));

    HttpReceiver.Received request = server.received().getFirst();
    assertThat(request.target()).isEqualTo("/loki/api/v1/push");
    assertThat(request.header("X-Scope-OrgID")).isEqualTo("blue");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(JsonMapper.shared().readTree(request.body()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"streams": [
                      {"stream": {"cluster": "prod", "hostname": "host-1", "priority": "warning",
                         "rule": "Sensitive file read", "service_name": "eyrie", "source": "syscall"},
                       "values": [["1767225601123456789", %s], ["1767225602123456789", %s]]},
                      {"stream": {"cluster": "prod", "hostname": "host-1", "priority": "error",
                         "rule": "Sensitive file read", "service_name": "eyrie", "source": "syscall"},
                       "values": [["1767225603123456789", %s]]}]}
                    """
                        .formatted(
                            quoted(TestAlerts.number(1).json()),
                            quoted(TestAlerts.number(2).json()),
                            quoted(TestAlerts.with(3, Priority.ERROR).json()))));
  }

  @Test
  void fields_go_along_as_structured_metadata_where_loki_takes_it() throws Exception {
    OUTPUT.deliver(Map.of("structured_metadata", "true", "format", "text"), TestAlerts.number(1));

    JsonNode value = values().get(0);
    assertThat(value.get(1).asString()).endsWith("Warning cat read /etc/shadow #1");
    assertThat(value.get(2).get("alert_id").asString()).isEqualTo(TestAlerts.number(1).id());
    assertThat(value.get(2).get("proc.pid").isString()).isTrue();
    assertThat(value.get(2).get("proc.pid").asString()).isEqualTo("4001");
    assertThat(value.get(2).has("user.name")).isFalse();
  }

  @Test
  void texts_of_attackers_stay_one_line_and_one_stream() throws Exception {
    OUTPUT.deliver(Map.of("format", "text"), TestAlerts.hostile());

    assertThat(values().get(0).get(1).asString())
        .contains("wrote a\\u001b[31mb\\r\\nc\\u0000 <!channel>")
        .contains("\\\"q\\\"")
        .doesNotContain("\n");
    assertThat(
            JsonMapper.shared()
                .readTree(server.bodies().getFirst())
                .at("/streams/0/stream/rule")
                .asString())
        .startsWith("Rule of a\\u001b[31mb\\r\\n");
  }

  @Test
  void an_alert_that_is_too_old_for_loki_is_refused_and_too_many_at_once_are_not()
      throws Exception {
    server.answer(400, Map.of(), "entry for stream '{...}' has timestamp too old");
    server.answer(429, Map.of(), "ingestion rate limit exceeded");

    assertThatThrownBy(() -> OUTPUT.deliver(Map.of(), TestAlerts.number(1)))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContaining("has timestamp too old");
    assertThatThrownBy(() -> OUTPUT.deliver(Map.of(), TestAlerts.number(1)))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue());
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertThatThrownBy(() -> OUTPUT.open(Map.of("labels", List.of("a.b=c"))))
        .hasMessageContaining("labels: 'a.b=c'");
  }

  @Test
  void the_path_may_be_written_or_not() throws Exception {
    OUTPUT.deliver(Map.of("url", server.url() + "/loki/api/v1/push"), TestAlerts.number(1));
    OUTPUT.deliver(Map.of("url", server.url() + "/gateway/"), TestAlerts.number(1));

    assertThat(server.received())
        .extracting(HttpReceiver.Received::target)
        .containsExactly("/loki/api/v1/push", "/gateway/loki/api/v1/push");
  }

  private static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  private JsonNode values() {
    return JsonMapper.shared().readTree(server.bodies().getFirst()).at("/streams/0/values");
  }
}
