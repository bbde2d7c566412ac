// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.testkit.FieldReplay;
import io.eyrie.testkit.FieldRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The shared records and the shared table of fields, against what the source makes of them. */
@Tag("conformance")
class OktaConformanceTest {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What other tools have no fields for. */
  private static final Set<String> FURTHER =
      Set.of(
          "okta.uuid",
          "okta.version",
          "okta.device.id",
          "okta.device.os",
          "okta.device.osversion",
          "okta.device.managed",
          "okta.device.registered",
          "okta.device.jailbreak",
          "okta.authentication.credentialtype",
          "okta.authentication.issuer.id",
          "okta.authentication.issuer.type",
          "okta.authentication.interface",
          "okta.authentication.rootsessionid",
          "okta.dthash",
          "okta.grantedscopes",
          "okta.requestedscopes",
          "okta.debugdata",
          "okta.target.names",
          "okta.target.alternateids",
          "okta.device.name",
          "okta.request.ipchain",
          "okta.risk",
          "okta.threatsuspected",
          "okta.privilegegranted",
          "okta.transaction.tokenid",
          "okta.target.ids",
          "okta.target.types");

  @TempDir Path folder;

  @Test
  void everyFieldOfEverySharedRecordAgreesWithATree() throws Exception {
    Path data = shared().resolve(Path.of("data", "okta"));
    int compared = 0;
    for (String name : List.of("panther-okta.events.jsonl", "panther-okta.native.jsonl")) {
      List<JsonNode> records = new ArrayList<>();
      for (String line : Files.readAllLines(data.resolve(name))) {
        records.add(timed(MAPPER.readTree(line)));
      }
      Path file = folder.resolve(name);
      Files.write(file, records.stream().map(JsonNode::toString).toList());
      FieldReplay replay =
          FieldReplay.of(
              OktaFieldsTest.PROVIDER, file, Map.of("okta.targets.displayName", List.of("0")));
      assertThat(replay.malformed()).as(name).isEmpty();
      assertThat(replay.events()).as(name).hasSameSizeAs(records);
      for (int i = 0; i < records.size(); i++) {
        Map<String, String> own = new TreeMap<>(replay.events().get(i).fields());
        own.keySet().removeIf(field -> !field.startsWith("okta."));
        assertThat(own)
            .as("%s, line %d", name, i + 1)
            .isEqualTo(new OktaTree(records.get(i)).fields());
        compared++;
      }
    }
    System.out.println("compared all fields of " + compared + " shared records");
  }

  @Test
  void theDeclaredFieldsAreThoseOfTheSharedTableAndFurtherOnes() throws Exception {
    assertThat(FieldRows.of(OktaFieldsTest.PROVIDER.declaration(), name -> !FURTHER.contains(name)))
        .containsExactlyInAnyOrderElementsOf(
            FieldRows.of(
                shared().resolve(Path.of("reference", "fields-plugins.tsv")), "okta", "json"));
  }

  /** The times of some shared records were struck out. */
  private static JsonNode timed(JsonNode record) {
    return record.path("published").asString("").startsWith("20")
        ? record
        : ((ObjectNode) record).put("published", "2026-01-02T03:04:05.678Z");
  }

  private static Path shared() {
    String shared = System.getProperty("eyrie.shared", "");
    assumeTrue(!shared.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    return Path.of(System.getProperty("eyrie.root", ".")).resolve(shared);
  }
}
