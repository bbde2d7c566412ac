// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import io.eyrie.testkit.FieldRows;
import io.eyrie.testkit.cloudtrail.CloudTrailTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every declared field of every shared record is what a plain JSON tree says. */
@Tag("conformance")
class CloudTrailConformanceTest {

  @Test
  void everyFieldOfEverySharedRecordAgreesWithATree() throws Exception {
    List<Path> files = CloudTrailTree.sharedFiles();
    assumeFalse(files.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    int compared = 0;
    for (Path file : files) {
      FieldReplay replay =
          FieldReplay.of((ReplayProvider) new CloudTrailPlugin().sources().getFirst(), file);
      List<CloudTrailTree> expected = CloudTrailTree.eventsOf(file);
      int withoutTime = Files.readAllLines(file).size() - expected.size();
      assertThat(replay.malformed()).as("%s", file).hasSize(withoutTime);
      assertThat(replay.events()).as("%s", file).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(replay.events().get(i).fields())
            .as("%s, event %d", file, i)
            .isEqualTo(expected.get(i).fields());
        compared++;
      }
    }
    System.out.println("compared all fields of " + compared + " shared records");
  }

  @Test
  void theDeclaredFieldsAreThoseOfTheSharedTableAndFurtherOnes() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    assumeFalse(shared.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    Path table =
        Path.of(System.getProperty("eyrie.root", "."))
            .resolve(shared)
            .resolve(Path.of("reference", "fields-plugins.tsv"));
    Set<String> further =
        CloudTrailContext.fields().stream()
            .map(field -> field.declaration().name())
            .collect(Collectors.toSet());
    assertThat(
            FieldRows.of(
                new CloudTrailPlugin().sources().getFirst().declaration(),
                name -> !further.contains(name)))
        .containsExactlyInAnyOrderElementsOf(FieldRows.of(table, "cloudtrail", "json"));
  }
}
