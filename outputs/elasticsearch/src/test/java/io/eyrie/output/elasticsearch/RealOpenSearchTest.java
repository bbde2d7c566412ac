// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Alert;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestAlerts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against a real OpenSearch in a JVM of its own; only with {@code -Pconformance}, which has it. */
@Tag("conformance")
class RealOpenSearchTest {

  private static final String STREAM = "logs-eyrie.alerts-default";

  @TempDir private static Path folder;
  @TempDir private Path home;

  private static ServerProcess server;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    // Its runner takes ports of 9201 to 9299 alone.
    int base = 9200 + new Random().nextInt(99);
    url = "http://127.0.0.1:" + (base + 1);
    server =
        ServerProcess.start(
            folder,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.codelibs.opensearch.runner.OpenSearchRunner",
                "-basePath",
                folder.resolve("cluster").toString(),
                "-numOfNode",
                "1",
                "-baseHttpPort",
                Integer.toString(base),
                "-clusterName",
                "eyrie"));
    server.awaitListening(base + 1);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_data_stream_takes_each_alert_once_and_fields_are_searched_by_their_names()
      throws Exception {
    try (OutputRun run = open(Map.of())) {
      run.deliver(TestAlerts.number(1), TestAlerts.number(2), TestAlerts.hostile());
      run.deliver(TestAlerts.number(2), TestAlerts.number(3));
      assertThat(run.verdicts().refused()).isEmpty();
    }

    assertThat(get("/_data_stream/" + STREAM).get("data_streams")).hasSize(1);
    JsonNode all = search(STREAM, "{\"query\":{\"match_all\":{}}}");
    assertThat(all.get("total").get("value").asInt()).isEqualTo(4);
    JsonNode cats = search(STREAM, "{\"query\":{\"term\":{\"output_fields.proc.name\":\"cat\"}}}");
    assertThat(cats.get("total").get("value").asInt()).isEqualTo(3);
    JsonNode hostile = search(STREAM, "{\"query\":{\"term\":{\"priority\":\"Critical\"}}}");
    assertThat(hostile.get("hits").get(0).get("_id").asString())
        .isEqualTo(TestAlerts.hostile().id());
  }

  @Test
  void an_alert_that_the_mapping_refuses_holds_up_none_beside_it() throws Exception {
    Alert number = TestAlerts.withField(1, "test.value", 7L);
    Alert text = TestAlerts.withField(2, "test.value", "not a number");
    try (OutputRun run = open(Map.of("index", "plain", "template", "false"))) {
      run.deliver(number);
      run.deliver(text, TestAlerts.withField(3, "test.value", 8L));
      assertThat(run.verdicts().refused()).hasSize(1).containsKey(text.id());
      assertThat(run.verdicts().refused().get(text.id())).contains("mapper_parsing_exception");
    }
    assertThat(search("plain", "{}").get("total").get("value").asInt()).isEqualTo(2);
  }

  private OutputRun open(Map<String, ?> config) throws Exception {
    Map<String, Object> all = new HashMap<>(Map.of("url", url));
    all.putAll(config);
    return OutputRun.open(new ElasticsearchProvider(), all, home);
  }

  private static JsonNode search(String index, String body) throws Exception {
    get("/" + index + "/_refresh");
    return call(HttpRequest.newBuilder(URI.create(url + "/" + index + "/_search"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .get("hits");
  }

  private static JsonNode get(String path) throws Exception {
    return call(HttpRequest.newBuilder(URI.create(url + path)));
  }

  private static JsonNode call(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonMapper.shared()
          .readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
