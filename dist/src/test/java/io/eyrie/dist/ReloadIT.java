// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import io.eyrie.server.admin.ReloadReport;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules are loaded again and again while records come in. */
final class ReloadIT {

  private static final int RELOADS = 200;
  private static final int RECORDS_EACH = 100;

  @TempDir Path folder;

  @Test
  void eachRecordIsJudgedOnceByTheRulesOfOneRevision() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    // Its file watch would load each edition a second time, which is nothing that this test is about.
    Site site =
        Site.in(folder)
            .rules(NumberedRecords.rule(0))
            .configure("watch_config_files: false\nsources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      Map<String, Integer> editions = new HashMap<>();
      editions.put(host.admin().status().revision(), 0);
      for (int edition = 1; edition <= RELOADS; edition++) {
        records.append(RECORDS_EACH / 2);
        site.rules(NumberedRecords.rule(edition));
        ReloadReport report = host.admin().reload();
        assertThat(report.problems()).isEmpty();
        assertThat(report.loaded()).isTrue();
        editions.put(report.revision(), edition);
        records.append(RECORDS_EACH / 2);
      }
      assertThat(editions).as("each edition is a revision of its own").hasSize(RELOADS + 1);

      host.await("all are judged", () -> subscriber.count() >= records.written());
      List<Alert> alerts = subscriber.alerts();
      assertThat(alerts).allMatch(alert -> alert.getRule().equals(NumberedRecords.RULE));
      assertThat(alerts.stream().map(Subscriber::number))
          .doesNotHaveDuplicates()
          .hasSameElementsAs(records.numbers());
      assertThat(alerts)
          .as("the text is that of the revision that the alert names")
          .allMatch(
              alert ->
                  alert.getMessage().endsWith(" edition=" + editions.get(alert.getRevision())));
      Set<String> used = new HashSet<>(alerts.stream().map(Alert::getRevision).toList());
      assertThat(used).as("records came in under many revisions").hasSizeGreaterThan(10);
      assertThat(host.source("cloudtrail").events()).isEqualTo(records.written());
      assertThat(host.source("cloudtrail").restarts()).isZero();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void aChangedFileIsLoadedByItselfAndABrokenOneLeavesTheOldRulesInForce() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(0)).configure("sources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      String before = host.admin().status().revision();
      site.rules(NumberedRecords.rule(1));
      host.await("the change is seen", () -> !host.admin().status().revision().equals(before));
      String after = host.admin().status().revision();

      site.rules(NumberedRecords.rule(2).replace("ct.name", "ct.nmae"));
      host.await(
          "the refusal is told", () -> !subscriber.internal("rules refused").isEmpty());
      records.append(1);
      host.await("it is judged", () -> !subscriber.alerts(NumberedRecords.RULE).isEmpty());

      Alert alert = subscriber.alerts(NumberedRecords.RULE).getFirst();
      assertThat(alert.getRevision()).isEqualTo(after);
      assertThat(alert.getMessage()).endsWith("edition=1");
      assertThat(host.err()).contains("rules.yaml:4:").contains("ct.nmae").contains("ct.name");
      assertThat(host.stackTrace()).isEmpty();
    }
  }
}
