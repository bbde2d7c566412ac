// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that fails on an event is left out with an alert, and all others go on. */
final class QuarantineIT {

  /** Longer than a derived text may be when it is joined a hundred times. */
  private static final String LONG = "x".repeat(1 << 20);

  @TempDir Path folder;

  @Test
  void theRuleThatFailsIsNamedOnceAndTheOthersGoOnUntilRulesAreLoadedAgain() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    String hungry =
        """
        - rule: Hungry
          desc: Fails on a record with a long request.
          source: aws_cloudtrail
          condition: concat(%sct.id) contains hay or ct.id = 0
          output: hungry n=%%ct.id
          priority: NOTICE
        """
            .formatted("json.value[/long], ".repeat(100));
    Site site =
        Site.in(folder)
            .rules(hungry + NumberedRecords.rule(0))
            .configure(
                "rule_matching: all\nwatch_config_files: false\nsources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      records.append(2);
      host.await("the first ones are judged", () -> numbered(subscriber) == 2);
      assertThat(subscriber.alerts("Hungry")).hasSize(1);

      Files.writeString(
          records.file(),
          "{\"eventTime\":\"2026-03-02T09:00:00Z\",\"eventName\":\"Numbered\",\"eventID\":\"77\","
              + "\"long\":\""
              + LONG
              + "\"}\n",
          StandardOpenOption.APPEND);
      records.append(3);
      host.await("all are judged by the rule that goes on", () -> numbered(subscriber) == 6);

      assertThat(subscriber.internal("rule quarantined"))
          .singleElement()
          .extracting(Alert::getMessage)
          .asString()
          .contains(
              "rule 'Hungry' failed on an event of cloudtrail and is left out until the rules are"
                  + " loaded again")
          .contains("longer than 64 MiB");
      assertThat(subscriber.alerts("Hungry")).hasSize(1);
      assertThat(host.source("cloudtrail").restarts()).isZero();

      assertThat(host.admin().reload().problems()).isEmpty();
      Files.writeString(
          records.file(),
          "{\"eventTime\":\"2026-03-02T09:00:00Z\",\"eventName\":\"Numbered\",\"eventID\":\"0\"}\n",
          StandardOpenOption.APPEND);
      host.await("it judges again", () -> subscriber.alerts("Hungry").size() == 2);
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private static long numbered(Subscriber subscriber) {
    return subscriber.alerts(NumberedRecords.RULE).size();
  }
}
