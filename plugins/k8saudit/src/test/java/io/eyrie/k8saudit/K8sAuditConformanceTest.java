// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.eyrie.testkit.FieldReplay;
import io.eyrie.testkit.FieldRows;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The shared records and the shared table of fields, against what the source makes of them. */
@Tag("conformance")
class K8sAuditConformanceTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Map<String, List<String>> ARGUMENTS =
      Map.of(
          "ka.uri.param", List.of("limit"),
          "ka.sourceips", List.of("0"),
          "ka.req.binding.subject.has_name", List.of("x"),
          "ka.req.volume.hostpath", List.of("/var*"),
          "ka.req.pod.containers.image", List.of("0"),
          "ka.req.pod.initContainers.image", List.of("0"),
          "ka.req.pod.ephemeralContainers.image", List.of("0"));

  @TempDir Path folder;

  @Test
  void everyFieldOfEverySharedRecordAgreesWithATree() throws Exception {
    List<Path> files = files();
    assumeFalse(files.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    int compared = 0;
    for (Path file : files) {
      List<JsonNode> records = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        records.add(timed(MAPPER.readTree(line)));
      }
      Path timed = folder.resolve(file.getFileName());
      Files.write(timed, records.stream().map(JsonNode::toString).toList());
      FieldReplay replay = FieldReplay.of(K8sAuditFieldsTest.PROVIDER, timed, ARGUMENTS);
      assertThat(replay.malformed()).as("%s", file).isEmpty();
      assertThat(replay.events()).as("%s", file).hasSameSizeAs(records);
      for (int i = 0; i < records.size(); i++) {
        assertThat(own(replay.events().get(i).fields()))
            .as("%s, line %d", file.getFileName(), i + 1)
            .isEqualTo(new K8sAuditTree(unwrapped(records.get(i))).fields());
        compared++;
      }
    }
    System.out.println("compared all fields of " + compared + " shared records");
  }

  @Test
  void theDeclaredFieldsAreThoseOfTheSharedTable() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    Path table = root().resolve(shared).resolve(Path.of("reference", "fields-plugins.tsv"));
    assumeFalse(shared.isEmpty() || !Files.exists(table), "no shared table of fields");
    assertThat(FieldRows.of(K8sAuditFieldsTest.PROVIDER.declaration(), _ -> true))
        .containsExactlyInAnyOrderElementsOf(FieldRows.of(table, "k8saudit", "json"));
  }

  /** Many of the shared records were cut from alerts and have lost their times. */
  private static JsonNode timed(JsonNode record) {
    boolean time =
        List.of("stageTimestamp", "requestReceivedTimestamp", "timestamp", "receiveTimestamp")
            .stream()
            .anyMatch(record::hasNonNull);
    return time ? record : ((ObjectNode) record).put("time", "2026-01-02T03:04:05Z");
  }

  private static JsonNode unwrapped(JsonNode record) {
    JsonNode log = record.at("/properties/log");
    return log.isString() ? MAPPER.readTree(log.asString()) : log.isObject() ? log : record;
  }

  private static Map<String, String> own(Map<String, String> fields) {
    Map<String, String> own = new TreeMap<>(fields);
    own.keySet().removeIf(name -> !name.startsWith("ka."));
    return own;
  }

  private static Path root() {
    return Path.of(System.getProperty("eyrie.root", "."));
  }

  private static List<Path> files() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    Path data = root().resolve(shared).resolve(Path.of("data", "k8saudit"));
    List<Path> files = new ArrayList<>();
    if (!shared.isEmpty() && Files.isDirectory(data)) {
      for (String glob : List.of("*.events.jsonl", "*.native.jsonl")) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(data, glob)) {
          stream.forEach(files::add);
        }
      }
    }
    return files.stream().sorted().toList();
  }
}
