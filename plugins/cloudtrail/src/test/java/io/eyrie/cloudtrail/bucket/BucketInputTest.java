// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import static io.eyrie.cloudtrail.aws.Trail.BUCKET;
import static io.eyrie.cloudtrail.aws.Trail.key;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Position;
import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import io.eyrie.testkit.aws.AwsServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket as S3 serves it: listed, downloaded side by side, judged in order, and resumed. */
final class BucketInputTest {

  private static final String EU = "eu-central-1";
  private static final String US = "us-east-1";

  @TempDir Path folder;
  private final AwsServer aws;

  private BucketInputTest() throws Exception {
    aws = AwsServer.start();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void readsAccountsAndRegionsInOrderToTheirEnds() throws Exception {
    Trail trail = new Trail(aws, folder);
    for (int i = 0; i < 250; i++) {
      trail.put(key(EU, String.format(Locale.ROOT, "%02d%02d", i / 60, i % 60), "a"), 2);
    }
    trail.put(key(US, "0100", "plain").replace(".gz", ""), 1);
    aws.buckets().put(BUCKET, key(US, "0101", "x").replace(".gz", ""), bytes(trail.records(1)));
    aws.buckets()
        .put(BUCKET, "AWSLogs/111122223333/CloudTrail-Digest/" + EU + "/1.json.gz", bytes("{}"));
    aws.buckets().put(BUCKET, "AWSLogs/111122223333/CloudTrail/", bytes(""));

    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactlyElementsOf(range(0, 502));
      assertThat(run.events().getFirst().partition())
          .isEqualTo("s3://trail/" + key(EU, "0000", "a"));
      assertThat(run.malformed()).isEmpty();
      assertThat(run.faults()).isEmpty();
      assertThat(run.health().problem()).isEmpty();
      assertThat(run.metrics().counted("objects_read")).isEqualTo(252);
      assertThat(run.metrics().counted("records_read")).isEqualTo(502);
      assertThat(run.metrics().counted("bytes_read")).isGreaterThan(502 * 80);
      assertThat(run.metrics().timed("download")).isEqualTo(252);
      assertThat(run.metrics().reading("last_record_time_seconds")).isEqualTo(1_770_001_445);
      assertThat(run.metrics().reading("oldest_waiting_seconds")).isZero();
    }
  }

  @Test
  void readsWhatIsChosenByAccountRegionAndTime() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "early"), 1);
    trail.put(key(EU, "0200", "first"), 1);
    trail.put(key(EU, "0300", "last"), 1);
    trail.put(key(EU, "0301", "late"), 1);
    trail.put(key(US, "0200", "elsewhere"), 1);
    trail.put(key(EU, "0200", "other").replace("1111", "9999"), 1);
    trail.put("AWSLogs/o-abc/" + key(EU, "0230", "org").substring(8), 1);
    Map<String, Object> chosen =
        Map.of(
            "s3_accounts",
            List.of(Trail.ACCOUNT),
            "s3_regions",
            List.of(EU),
            "s3_interval",
            "2026-02-02T02:00:00Z - 2026-02-02T03:00:00Z");

    try (SourceRun run = open("s3://trail/AWSLogs", chosen, List.of())) {
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactly(1, 2, 6);
    }
    try (SourceRun run =
        finite("s3://trail/AWSLogs/111122223333/CloudTrail/us-east-1", Map.of(), List.of())) {
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactly(4);
    }
  }

  @Test
  void goesOnWithWhatAppearsAlsoWhenItIsOutOfOrder() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0500", "n"), 1);
    List<Position> stored;
    try (SourceRun run = followed(List.of())) {
      run.pollUntil(1, Trail.DEADLINE);
      trail.put(key(EU, "0500", "b"), 1);
      trail.put(key(EU, "0420", "late"), 1);
      trail.put(key(US, "0100", "region"), 1);
      run.pollUntil(4, Trail.DEADLINE);
      assertThat(numbers(run.events())).containsExactly(0, 2, 1, 3);
      run.commit();
      stored = run.stored();
    }
    trail.put(key(EU, "0500", "c"), 1);
    try (SourceRun run = followed(stored)) {
      run.pollUntil(1, Trail.DEADLINE);
      listAgain(run);
      assertThat(numbers(run.events())).containsExactly(4);
    }
  }

  @Test
  void forgetsObjectsThatItsLineHasPassed() throws Exception {
    Trail trail = new Trail(aws, folder);
    for (int hour = 0; hour < 20; hour++) {
      trail.put(key(EU, String.format(Locale.ROOT, "%02d00", hour), "a"), 1);
    }
    try (SourceRun run = followed(List.of())) {
      run.pollUntil(20, Trail.DEADLINE);
      listAgain(run);
      run.commit();
      assertThat(run.stored())
          .extracting(Position::partition)
          .containsExactlyInAnyOrder(
              "shelf s3://trail/AWSLogs/111122223333/CloudTrail/eu-central-1/",
              "s3://trail/" + key(EU, "1700", "a"),
              "s3://trail/" + key(EU, "1800", "a"),
              "s3://trail/" + key(EU, "1900", "a"));
      assertThat(aws.asked().getLast()).contains("start-after=").contains("20260202T1700");
    }
  }

  @Test
  void readsAnObjectAgainThatWasNotStoredToItsEnd() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "a"), 3);
    trail.put(key(EU, "0200", "b"), 2000);
    List<Position> stored;
    List<String> identities;
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      run.pollUntil(3, Trail.DEADLINE);
      run.commit(1);
      stored = run.stored();
      Trail.drain(run);
      identities = run.events().stream().map(RecordedEvent::identity).toList();
    }
    try (SourceRun run = finite("s3://trail", Map.of(), stored)) {
      Trail.drain(run);
      assertThat(run.events().stream().map(RecordedEvent::identity))
          .containsExactlyElementsOf(identities.subList(3, identities.size()));
    }
  }

  @Test
  void keepsManyDownloadsBusyAndLargeObjectsOutOfMemory() throws Exception {
    Trail trail = new Trail(aws, folder);
    for (int i = 0; i < 200; i++) {
      trail.put("logs/" + String.format(Locale.ROOT, "%03d", i) + ".json.gz", 1);
    }
    aws.buckets().put(BUCKET, "logs/large.json", bytes(trail.records(6000)));
    aws.setLatency("GetObject", Duration.ofHours(1));
    try (SourceRun run = finite("s3://trail/logs", Map.of(), List.of())) {
      Trail.until(run, () -> aws.atOnce("GetObject") == 32);
      assertThat(run.metrics().reading("downloads_running")).isEqualTo(32);
      aws.setLatency("GetObject", Duration.ZERO);
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactlyElementsOf(range(0, 6200));
      assertThat(aws.mostAtOnce("GetObject")).isEqualTo(32);
    }
    try (var left = Files.list(folder.resolve("data/downloads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void comesAgainAfterThrottlingFailuresAndBrokenConnections() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "a"), 500);
    aws.fail(Fault.of("ListObjectsV2", 503, "SlowDown"));
    aws.fail(Fault.of("ListObjectsV2", 500, "InternalError"));
    aws.fail(Fault.cut("GetObject"));
    aws.fail(new Fault("GetObject", 503, "SlowDown", 1));
    long begun = System.nanoTime();
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactlyElementsOf(range(0, 500));
      assertThat(run.metrics().counted("aws_failures")).isEqualTo(4);
      assertThat(run.metrics().counted("aws_throttled")).isEqualTo(2);
      assertThat(run.health().problem()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void keepsTheGoodRecordsAroundBadObjects() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "a"), 2);
    byte[] whole = Trail.zipped(trail.records(3000));
    aws.buckets().put(BUCKET, key(EU, "0101", "cut"), Arrays.copyOf(whole, whole.length / 2));
    trail.put(key(EU, "0102", "gone"), 1);
    aws.buckets()
        .put(BUCKET, key(EU, "0103", "bad"), Trail.zipped("{\"Records\":[{\"a\":1},nonsense]}"));
    trail.put(key(EU, "0104", "archived"), 1);
    String last = trail.put(key(EU, "0105", "z"), 2);
    aws.fail(Fault.of("GetObject _gone", 404, "NoSuchKey"));
    aws.fail(Fault.of("GetObject _archived", 403, "InvalidObjectState"));
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      Trail.drain(run);
      assertThat(run.events().getLast().partition()).isEqualTo("s3://trail/" + last);
      assertThat(run.events()).hasSizeGreaterThan(100).hasSizeLessThan(3004);
      assertThat(run.malformed().stream().map(line -> line.replaceAll(" .*", "")))
          .contains("truncated_gzip", "object_gone", "no_event_time", "object_archived");
      assertThat(run.malformed())
          .contains(
              "object_gone s3://trail/"
                  + key(EU, "0102", "gone")
                  + " s3://trail/"
                  + key(EU, "0102", "gone")
                  + " is not there any more (NoSuchKey)");
      assertThat(run.metrics().counted("aws_failures")).isEqualTo(2);
    }
  }

  @Test
  void saysWhatIsWrongUntilItIsMended() throws Exception {
    Trail trail = new Trail(aws, folder);
    try (SourceRun run = followed(List.of())) {
      assertThat(problem(run, "no such bucket"))
          .isEqualTo(
              "s3://trail/AWSLogs/: there is no such bucket (NoSuchBucket); correct its name");
      aws.buckets().deny(BUCKET);
      String object = trail.put(key(EU, "0100", "a"), 1);
      assertThat(problem(run, "not allowed"))
          .isEqualTo(
              "s3://trail/AWSLogs/ is not allowed (AccessDenied): the credentials need s3:ListBucket");
      aws.buckets().deny(BUCKET + "/" + object);
      aws.buckets().allow(BUCKET);
      assertThat(problem(run, "s3:GetObject"))
          .isEqualTo(
              "s3://trail/"
                  + object
                  + " is not allowed (AccessDenied): the credentials need s3:GetObject, and kms:Decrypt"
                  + " for its key");
      aws.buckets().allow(BUCKET + "/" + object);
      run.pollUntil(1, Trail.DEADLINE);
      Trail.until(run, () -> run.health().problem().isEmpty());
    }
  }

  @Test
  void takesNewCredentialsWithoutARestart() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "a"), 1);
    trail.credentials(AwsServer.EXPIRED_KEY);
    try (SourceRun run = followed(List.of())) {
      assertThat(problem(run, "refused"))
          .isEqualTo(
              "s3://trail/AWSLogs/: the credentials are refused (ExpiredToken): give ones that are"
                  + " valid");
      trail.credentials(AwsServer.KEY);
      Files.setLastModifiedTime(
          folder.resolve("credentials"), FileTime.fromMillis(System.currentTimeMillis() + 2000));
      run.pollUntil(1, Trail.DEADLINE);
      assertThat(run.events()).hasSize(1);
    }
  }

  @Test
  void saysThatAClockIsWrongAndGoesOnWhenItIsRight() throws Exception {
    Trail trail = new Trail(aws, folder);
    trail.put(key(EU, "0100", "a"), 1);
    aws.setClock(Duration.ofHours(-1));
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      assertThat(problem(run, "clock"))
          .isEqualTo(
              "s3://trail/AWSLogs/: this machine's clock differs from AWS's (RequestTimeTooSkewed);"
                  + " set it");
      aws.setClock(Duration.ZERO);
      Trail.drain(run);
      assertThat(run.events()).hasSize(1);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String problem(SourceRun run, String with) throws Exception {
    Trail.until(run, () -> run.health().problem().filter(text -> text.contains(with)).isPresent());
    return run.health().problem().orElseThrow();
  }

  /** Sees that all was listed once more, and nothing more has come of it. */
  private static void listAgain(SourceRun run) throws Exception {
    long before = run.metrics().counted("listings");
    Trail.until(run, () -> run.metrics().counted("listings") >= before + 2);
  }

  private SourceRun followed(List<Position> stored) throws Exception {
    return open("s3://trail", Map.of("s3_poll_interval", "20ms"), stored);
  }

  private SourceRun finite(String url, Map<String, ?> more, List<Position> stored)
      throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("follow", "false");
    return open(url, all, stored);
  }

  private SourceRun open(String url, Map<String, ?> more, List<Position> stored) throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("s3", url);
    return new Trail(aws, folder).open(all, stored);
  }
}
