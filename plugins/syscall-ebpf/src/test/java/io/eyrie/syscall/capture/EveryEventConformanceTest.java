// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.engine.run.Match;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What rules see of every event of the shared captures is what the C++ engine printed for it; what
 * differs stands in {@code every-event-differences.tsv} by field and type of event, with the
 * reason.
 */
@Tag("conformance")
class EveryEventConformanceTest {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> CAPTURES =
      List.of("cat_write", "connect_localhost", "curl_google", "single_ipv6_conn");

  @Test
  void everyFieldOfEveryEventIsWhatTheOtherEngineSays() throws Exception {
    Path folder = SharedData.folder("scap");
    assumeTrue(folder != null, "-Dshared=FOLDER names no reference data");
    Differences differences = new Differences("every-event-differences.tsv");
    int values = 0;
    for (String capture : CAPTURES) {
      int before = differences.count();
      int compared =
          compare(folder, folder.resolve("every-event.rules.yaml"), capture, differences);
      System.out.printf(
          "%s: %d of %d values equal%n",
          capture, compared - (differences.count() - before), compared);
      values += compared;
    }
    assertThat(differences.problems()).isEmpty();
    assertThat(differences.count()).isLessThanOrEqualTo(values / 100);
  }

  static int compare(Path folder, Path rules, String capture, Differences differences)
      throws Exception {
    Judged judged = Judged.of(rules, folder.resolve(capture + ".scap"));
    assertThat(judged.malformed).isEmpty();
    List<JsonNode> expected = expected(folder.resolve(capture + ".every-event.jsonl.gz"));
    assertThat(judged.matches).hasSameSizeAs(expected);
    int compared = 0;
    for (int i = 0; i < expected.size(); i++) {
      Match match = judged.matches.get(i);
      JsonNode fields = expected.get(i).path("output_fields");
      String type = fields.path("evt.type").asString();
      assertThat(match.timeNanos()).isEqualTo(fields.path("evt.time").asLong());
      for (Map.Entry<String, @Nullable Object> field : match.fields().entrySet()) {
        JsonNode wanted = fields.path(field.getKey());
        compared++;
        if (!Values.same(wanted, field.getValue())) {
          differences.add(
              field.getKey() + "\t" + type,
              "%s, event %d: %s instead of %s"
                  .formatted(capture, match.eventNumber(), field.getValue(), wanted));
        }
      }
    }
    return compared;
  }

  private static List<JsonNode> expected(Path file) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        events.add(MAPPER.readTree(line));
      }
    }
    return events;
  }
}
