// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import io.eyrie.testkit.aws.AwsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a subscriber gets of a queue and of a bucket while the host is killed again and again. */
final class KilledAwsIT {

  private static final int KILLS = 3;
  private static final int OBJECTS = 20;
  private static final int RECORDS = 25;

  @TempDir Path folder;
  private int written;

  @Test
  void eachRecordIsToldOnceWhetherItCameByAQueueOrOutOfABucket() throws Exception {
    try (AwsServer aws = AwsServer.start()) {
      aws.queues().make("trail", 0);
      aws.buckets().make("listed");
      aws.setLatency("GetObject", Duration.ofMillis(5));
      Site site = Site.in(folder).rules(NumberedRecords.rule(0)).configure(sources(aws));
      HostProcess host = HostProcess.start(site);
      try (Subscriber subscriber = Subscriber.of(site)) {
        for (int kills = 0; kills < KILLS; kills++) {
          write(aws);
          // Half of what was written: the host is in the middle of the rest.
          int enough = 2 * (written - OBJECTS * RECORDS / 2);
          host.await(subscriber::standing, () -> subscriber.count() >= enough);
          host.kill();
          write(aws);
          host = HostProcess.start(site);
        }
        HostProcess last = host;
        last.await(subscriber::standing, () -> subscriber.count() >= 2 * written);
        last.await("all messages are deleted", () -> aws.queues().left("trail") == 0);

        assertThat(subscriber.internal("lost")).isEmpty();
        assertThat(numbers(subscriber, "queue")).containsExactlyElementsOf(written());
        assertThat(numbers(subscriber, "bucket")).containsExactlyElementsOf(written());
        assertThat(subscriber.alerts().stream().map(Alert::getId)).doesNotHaveDuplicates();
        assertThat(host.stackTrace()).isEmpty();
      } finally {
        host.close();
      }
    }
  }

  @Test
  void theSdkIsLoadedOnlyWhereAnInputNeedsIt() throws Exception {
    NumberedRecords records = new NumberedRecords(folder.resolve("numbers.jsonl"));
    Site site =
        Site.in(folder).rules(NumberedRecords.rule(0)).configure("sources:\n" + records.source());
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      records.append(1);
      host.await(subscriber::standing, () -> subscriber.count() == 1);
      assertThat(LoadedClasses.of(host.pid()).names())
          .anyMatch(name -> name.contains("io.eyrie.cloudtrail"))
          .noneMatch(name -> name.contains("software.amazon"));
    }
  }

  private String sources(AwsServer aws) throws Exception {
    Path credentials =
        Files.writeString(
            folder.resolve("credentials"),
            "[default]\naws_access_key_id=%s\naws_secret_access_key=s\n".formatted(AwsServer.KEY));
    String access =
        """
            aws:
              region: eu-central-1
              credentials: '%s'
              s3_endpoint: '%s'
              sqs_endpoint: '%s'
              path_style: true
        """
            .formatted(credentials, aws.url(), aws.url())
            .indent(2);
    return """
    sources:
      - plugin: cloudtrail
        name: queue
        config:
          sqs: 'sqs://trail'
          sqs_visibility: 2s
    %s
      - plugin: cloudtrail
        name: bucket
        config:
          s3: 's3://listed'
          s3_poll_interval: 50ms
    %s
    """
        .formatted(access, access);
  }

  /** Writes objects into a bucket that is listed, and into one that messages tell of. */
  private void write(AwsServer aws) {
    for (int object = 0; object < OBJECTS; object++) {
      byte[] listed = records("bucket");
      byte[] told = records("queue");
      int number = written / RECORDS;
      written += RECORDS;
      String key =
          String.format(
              Locale.ROOT,
              "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/02/111122223333_CloudTrail_"
                  + "eu-central-1_20260302T%02d%02dZ_x.json",
              number / 60,
              number % 60);
      aws.buckets().put("listed", key, listed);
      aws.buckets().put("told", key, told);
      aws.queues().send("trail", "{\"s3Bucket\":\"told\",\"s3ObjectKey\":[\"%s\"]}".formatted(key));
    }
  }

  private byte[] records(String name) {
    return IntStream.range(written, written + RECORDS)
        .mapToObj(number ->
            "{\"eventTime\":\"2026-03-02T09:00:00Z\",\"eventName\":\"Numbered\",\"eventID\":\"%s-%d\"}"
                .formatted(name, number))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
        .getBytes(UTF_8);
  }

  private List<Integer> written() {
    return IntStream.range(0, written).boxed().toList();
  }

  private static List<Integer> numbers(Subscriber subscriber, String name) {
    String before = "numbered n=" + name + "-";
    return subscriber.alerts().stream()
        .map(Alert::getMessage)
        .filter(message -> message.startsWith(before))
        .map(message -> Integer.valueOf(message.substring(before.length()).replaceAll(" .*", "")))
        .sorted()
        .toList();
  }
}
