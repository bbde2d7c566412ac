// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import io.eyrie.testkit.cloudtrail.CloudTrailTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
