// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a subscriber gets of numbered records while the host is killed and started again. */
final class KilledInputsIT {

  private static final int KILLS = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void eachRequestToAWebHookGivesOneAlert(NumberedRequests.Kind kind) throws Exception {
    try (NumberedRequests requests = NumberedRequests.of(kind)) {
      Site site =
          Site.in(folder).rules(requests.rule()).configure("sources:\n" + requests.source());
      HostProcess host = HostProcess.start(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        requests.start();
        for (int kills = 0; kills < KILLS; kills++) {
          int before = requests.taken();
          host.await("requests are taken", () -> requests.taken() > before + 100);
          host.kill();
          host = HostProcess.start(site);
        }
        int before = requests.taken();
        host.await("requests are taken again", () -> requests.taken() > before + 100);
        requests.stop();
        assertThat(requests.again()).as("some were under way at a kill").isPositive();
        assertOneAlertEach(host, subscriber, NumberedRequests.RULE, requests.numbers());
      } finally {
        host.close();
      }
    }
  }

  @Test
  void eachRecordOfAFileThatIsRotatedGivesOneAlert() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(1)).configure("sources:\n" + records.source());
    HostProcess host = HostProcess.start(site);
    try (Subscriber subscriber = Subscriber.of(site)) {
      for (int kills = 0; kills < KILLS; kills++) {
        int before = subscriber.count();
        records.append(3_000);
        host.await("alerts of the new records come", () -> subscriber.count() > before);
        records.rotate();
        records.append(3_000);
        int written = records.written();
        host.await(
            "the new file is being read",
            () -> subscriber.alerts(NumberedRecords.RULE).size() > written - 3_000);
        host.kill();
        records.append(500);
        records.rotate();
        records.append(500);
        host = HostProcess.start(site);
      }
      assertOneAlertEach(host, subscriber, NumberedRecords.RULE, records.numbers());
    } finally {
      host.close();
    }
  }

  private static void assertOneAlertEach(
      HostProcess host, Subscriber subscriber, String rule, Set<Integer> numbers) throws Exception {
    host.await(
        () -> "an alert of each of " + numbers.size() + " has come; " + subscriber.standing(),
        () -> numbers(subscriber, rule).containsAll(numbers));
    assertThat(numbers(subscriber, rule)).hasSameSizeAs(numbers).doesNotHaveDuplicates();
    assertThat(subscriber.alerts().stream().map(Alert::getId)).doesNotHaveDuplicates();
    assertThat(subscriber.gaps()).isEmpty();
    assertThat(host.stackTrace()).isEmpty();
  }

  private static List<Integer> numbers(Subscriber subscriber, String rule) {
    return subscriber.alerts(rule).stream().map(Subscriber::number).collect(Collectors.toList());
  }
}
