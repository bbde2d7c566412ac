// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.HttpOutputFixture;
import io.eyrie.testserver.HttpReceiver;
import io.eyrie.testserver.TestAlerts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a server that answers as the APIs of Elasticsearch and OpenSearch are documented to. */
class ElasticsearchOutputTest {

  private static final String ELASTIC = "{\"version\":{\"number\":\"9.1.0\"}}";
  private static final String OPENSEARCH =
      "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"3.2.0\"}}";

  @RegisterExtension
  private static final HttpOutputFixture OUTPUT =
      new HttpOutputFixture(new ElasticsearchProvider(), "url", "");

  private final HttpReceiver server = OUTPUT.server();

  private String root = ELASTIC;

  @BeforeEach
  void answer() {
    server.usually(this::cluster);
  }

  private HttpReceiver.Answer cluster(HttpReceiver.Received request) {
    if (request.target().equals("/")) {
      return new HttpReceiver.Answer(200, Map.of(), root);
    }
    if (request.target().startsWith("/_index_template/")) {
      return new HttpReceiver.Answer(200, Map.of(), "{\"acknowledged\":true}");
    }
    long documents = request.body().lines().count() / 2;
    return bulk(Stream.generate(() -> item(201)).limit(documents).toArray(String[]::new));
  }

  private static HttpReceiver.Answer bulk(String... items) {
    return new HttpReceiver.Answer(
        200,
        Map.of(),
        Stream.of(items)
            .collect(Collectors.joining(",", "{\"took\":3,\"errors\":true,\"items\":[", "]}")));
  }

  private static String item(int status) {
    return "{\"create\":{\"_index\":\"x\",\"_shards\":{\"total\":2},\"status\":" + status + "}}";
  }

  private static String item(int status, String type, String reason) {
    return "{\"create\":{\"_index\":\"x\",\"status\":%d,\"error\":{\"type\":\"%s\",\"reason\":\"%s\",\"caused_by\":{\"type\":\"y\"}}}}"
        .formatted(status, type, reason);
  }

  @Test
  void keeps_the_contract_of_outputs() {
    OUTPUT.verifyContract(Map.of());
  }

  @Test
  void writes_a_batch_to_a_data_stream_with_the_ids_of_the_alerts() throws Exception {
    OUTPUT.deliver(Map.of("api_key", "the-key"), TestAlerts.number(1), TestAlerts.number(2));

    HttpReceiver.Received bulk = server.received().getLast();
    assertThat(bulk.target()).isEqualTo("/logs-eyrie.alerts-default/_bulk");
    assertThat(bulk.header("Authorization")).isEqualTo("ApiKey the-key");
    assertThat(bulk.header("Content-Type")).isEqualTo("application/x-ndjson");
    List<JsonNode> lines = bulk.body().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().at("/create/_id").asString()).isEqualTo(TestAlerts.number(1).id());
    JsonNode document = lines.get(1);
    assertThat(document.get("@timestamp").asString()).isEqualTo("2026-01-01T00:00:01.123456789Z");
    assertThat(document.get("message").asString()).isEqualTo("cat read /etc/shadow #1");
    assertThat(document.get("output_fields").get("proc.pid").asLong()).isEqualTo(4001);
    assertThat(document.get("rule").asString()).isEqualTo("Sensitive file read");
  }

  @Test
  void puts_a_template_once_in_the_words_of_the_cluster() throws Exception {
    try (OutputRun run = OUTPUT.open(Map.of())) {
      run.deliver(TestAlerts.number(1));
      run.deliver(TestAlerts.number(2));
    }
    assertThat(server.received())
        .extracting(request -> request.method() + " " + request.target())
        .containsExactly(
            "GET /",
            "PUT /_index_template/logs-eyrie.alerts-default",
            "POST /logs-eyrie.alerts-default/_bulk",
            "POST /logs-eyrie.alerts-default/_bulk");
    JsonNode template = JsonMapper.shared().readTree(server.bodies().get(1));
    assertThat(template.get("data_stream")).isEmpty();
    assertThat(template.get("index_patterns").get(0).asString())
        .isEqualTo("logs-eyrie.alerts-default");
    assertThat(template.at("/template/mappings/properties/output_fields/type").asString())
        .isEqualTo("flattened");

    root = OPENSEARCH;
    OUTPUT.deliver(Map.of(), TestAlerts.number(1));
    assertThat(server.bodies().get(5)).contains("\"flat_object\"").doesNotContain("flattened");
  }

  @Test
  void goes_on_without_the_right_to_put_a_template_and_says_so() throws Exception {
    server.answer(200, Map.of(), ELASTIC);
    server.answer(403, Map.of(), "no manage_index_templates");

    try (OutputRun run = OUTPUT.open(Map.of())) {
      run.deliver(TestAlerts.number(1));

      assertThat(run.health().problem().orElseThrow())
          .startsWith("the index template was refused (" + server.url() + " answered 403");
    }
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void tells_for_each_alert_what_the_cluster_said() throws Exception {
    server.answer(
        200,
        Map.of("Retry-After", "2"),
        bulk(
                item(201),
                item(409, "version_conflict_engine_exception", "document already exists"),
                item(400, "document_parsing_exception", "\\u001b[31m bad token-x"),
                item(429, "es_rejected_execution_exception", "queue is full"))
            .body());

    try (OutputRun run =
        OUTPUT.open(Map.of("template", "false", "bearer_token", "token-x", "pipeline", "geo"))) {
      assertThatThrownBy(() ->
              run.deliver(
                  TestAlerts.number(1),
                  TestAlerts.number(2),
                  TestAlerts.number(3),
                  TestAlerts.number(4)))
          .isInstanceOfSatisfying(
              PluginException.class,
              e -> {
                assertThat(e.retryable()).isTrue();
                assertThat(e.retryAfter()).isPresent();
              })
          .hasMessage(
              server.url()
                  + " did not take 1 of 4 alerts for logs-eyrie.alerts-default"
                  + " (es_rejected_execution_exception: queue is full)");
      assertThat(run.verdicts().delivered())
          .containsExactly(TestAlerts.number(1).id(), TestAlerts.number(2).id());
      assertThat(run.verdicts().refused())
          .containsExactly(
              Map.entry(
                  TestAlerts.number(3).id(),
                  server.url()
                      + " refused it for logs-eyrie.alerts-default (document_parsing_exception:"
                      + " \\u001b[31m bad ***)"));
    }
    assertThat(server.received().getFirst().target()).endsWith("/_bulk?pipeline=geo");
  }

  @Test
  void a_cluster_that_is_full_is_waited_for() throws Exception {
    server.answer(
        200,
        Map.of(),
        bulk(item(403, "cluster_block_exception", "index blocked: flood stage")).body());

    assertThatThrownBy(() -> OUTPUT.deliver(Map.of("template", "false"), TestAlerts.number(1)))
        .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessageContaining("flood stage");
  }

  @Test
  void something_else_that_answers_is_told() throws Exception {
    server.answer(200, Map.of(), "<html>hello</html>");

    assertThatThrownBy(() -> OUTPUT.deliver(Map.of("template", "false"), TestAlerts.number(1)))
        .hasMessage(
            server.url()
                + " did not answer a bulk request as Elasticsearch does (<html>hello</html>): check"
                + " the URL");
  }

  @Test
  void texts_of_attackers_can_not_add_lines() throws Exception {
    OUTPUT.deliver(Map.of("template", "false"), TestAlerts.hostile());

    List<String> lines = server.bodies().getFirst().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JsonMapper.shared().readTree(lines.getLast()).get("message").asString())
        .isEqualTo(TestAlerts.hostile().message().replace('\ud800', '?'));
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertThatThrownBy(() -> OUTPUT.open(Map.of("index", "A/_doc")))
        .hasMessageContaining("index: 'A/_doc'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("pipeline", "a&b")))
        .hasMessageContaining("pipeline: 'a&b'");
    assertThatThrownBy(() -> OUTPUT.open(Map.of("api_key", "x", "username", "y")))
        .hasMessageContaining("api_key: must not be given with");
  }
}
