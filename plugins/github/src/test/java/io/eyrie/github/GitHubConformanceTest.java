// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.testkit.FieldReplay;
import io.eyrie.testkit.FieldRows;
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
class GitHubConformanceTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path folder;

  @Test
  void everyFieldOfEverySharedRecordAgreesWithATree() throws Exception {
    Path data = shared().resolve(Path.of("data", "github"));
    int compared = 0;
    for (String name :
        List.of(
            "panther-github-audit.events.jsonl",
            "panther-github-audit.native.jsonl",
            "panther-github-webhook.events.jsonl",
            "octokit-webhooks.jsonl")) {
      List<JsonNode> records = new ArrayList<>();
      for (String line : Files.readAllLines(data.resolve(name))) {
        records.add(unwrapped(MAPPER.readTree(line)));
      }
      Path file = folder.resolve(name);
      Files.write(file, records.stream().map(JsonNode::toString).toList());
      FieldReplay replay = FieldReplay.of(GitHubFieldsTest.PROVIDER, file);
      assertThat(replay.malformed()).as(name).isEmpty();
      assertThat(replay.events()).as(name).hasSameSizeAs(records);
      for (int i = 0; i < records.size(); i++) {
        Map<String, String> own = new TreeMap<>(replay.events().get(i).fields());
        own.keySet().removeIf(field -> !field.startsWith("github."));
        assertThat(own)
            .as("%s, line %d", name, i + 1)
            .isEqualTo(new GitHubTree(records.get(i)).fields());
        compared++;
      }
    }
    System.out.println("compared all fields of " + compared + " shared records");
  }

  @Test
  void theDeclaredFieldsAreThoseOfTheSharedTableAndThoseOfTheAuditLog() throws Exception {
    assertThat(
            FieldRows.of(
                GitHubFieldsTest.PROVIDER.declaration(), name -> !name.startsWith("github.audit.")))
        .containsExactlyInAnyOrderElementsOf(
            FieldRows.of(
                shared().resolve(Path.of("reference", "fields-plugins.tsv")), "github", "json"));
  }

  /** What a web hook sends, with the name of the event that GitHub tells in a header. */
  private static JsonNode unwrapped(JsonNode line) {
    return line.has("payload") && line.has("event")
        ? ((ObjectNode) line.path("payload")).put("webhook_type", line.path("event").asString())
        : line;
  }

  private static Path shared() {
    String shared = System.getProperty("eyrie.shared", "");
    assumeTrue(!shared.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    return Path.of(System.getProperty("eyrie.root", ".")).resolve(shared);
  }
}
