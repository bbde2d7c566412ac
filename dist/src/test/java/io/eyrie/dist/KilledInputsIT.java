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

/**
 * What a subscriber gets of numbered records while the host is killed and started again: all inputs
 * in one host, since its starts are what takes the time.
 */
final class KilledInputsIT {

  private static final int KILLS = 2;

  @TempDir Path folder;

  @Test
  void eachRecordOfTwoWebHooksAndARotatedFileGivesOneAlert() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    try (NumberedRequests cluster = NumberedRequests.of(NumberedRequests.Kind.K8S_AUDIT);
        NumberedRequests github = NumberedRequests.of(NumberedRequests.Kind.GITHUB)) {
      Site site =
          Site.in(folder)
              .rules(NumberedRecords.rule(1) + cluster.rule() + github.rule())
              .configure("sources:\n" + records.source() + cluster.source() + github.source());
      HostProcess host = HostProcess.start(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        cluster.start();
        github.start();
        for (int kills = 0; kills < KILLS; kills++) {
          writeAndRotate(records, host, subscriber);
          awaitMore(host, cluster);
          awaitMore(host, github);
          host.kill();
          // The second file is gone from its name before anybody has looked at it.
          for (int rotations = 0; rotations < 2; rotations++) {
            records.append(500);
            records.rotate();
          }
          records.append(500);
          host = HostProcess.start(site);
        }
        awaitMore(host, cluster);
        awaitMore(host, github);
        cluster.stop();
        github.stop();
        assertThat(cluster.again()).as("some were under way at a kill").isPositive();
        assertThat(github.again()).as("some were under way at a kill").isPositive();
        assertOneAlertEach(host, subscriber, cluster.ruleName(), cluster.numbers());
        assertOneAlertEach(host, subscriber, github.ruleName(), github.numbers());
        assertOneAlertEach(host, subscriber, NumberedRecords.RULE, records.numbers());
        assertThat(subscriber.alerts().stream().map(Alert::getId)).doesNotHaveDuplicates();
        assertThat(subscriber.gaps()).isEmpty();
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  /** The file is renamed while it is read; the new one is being read at the end. */
  private static void writeAndRotate(
      NumberedRecords records, HostProcess host, Subscriber subscriber) throws Exception {
    int before = subscriber.alerts(NumberedRecords.RULE).size();
    records.append(3_000);
    host.await(
        "alerts of the new records come",
        () -> subscriber.alerts(NumberedRecords.RULE).size() > before);
    records.rotate();
    records.append(3_000);
    int written = records.written();
    host.await(
        "the new file is being read",
        () -> subscriber.alerts(NumberedRecords.RULE).size() > written - 3_000);
  }

  private static void awaitMore(HostProcess host, NumberedRequests requests) throws Exception {
    int before = requests.taken();
    host.await("requests are taken", () -> requests.taken() > before + 100);
  }

  private static void assertOneAlertEach(
      HostProcess host, Subscriber subscriber, String rule, Set<Integer> numbers) throws Exception {
    host.await(
        () -> "an alert of each of " + numbers.size() + " has come; " + subscriber.standing(),
        () -> numbers(subscriber, rule).containsAll(numbers));
    assertThat(numbers(subscriber, rule)).hasSameSizeAs(numbers).doesNotHaveDuplicates();
  }

  private static List<Integer> numbers(Subscriber subscriber, String rule) {
    return subscriber.alerts(rule).stream().map(Subscriber::number).collect(Collectors.toList());
  }
}
