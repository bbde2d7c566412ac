// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import static io.eyrie.cloudtrail.aws.Trail.BUCKET;
import static io.eyrie.cloudtrail.aws.Trail.key;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.cloudtrail.aws.StandInCloud;
import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import io.eyrie.testkit.aws.AwsServer.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A bucket as S3 serves it: listed, downloaded side by side, judged in order, and resumed. */
@Execution(ExecutionMode.CONCURRENT)
final class BucketInputTest extends BucketContract<StandInCloud> {

  private final AwsServer aws;

  private BucketInputTest() throws Exception {
    super(new StandInCloud(AwsServer.start()));
    aws = cloud.aws();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void listsFromItsLineOn() throws Exception {
    for (int hour = 0; hour < 20; hour++) {
      trail.put(key(EU, String.format(Locale.ROOT, "%02d00", hour), "a"), 1);
    }
    try (SourceRun run = followed(List.of())) {
      run.pollUntil(20, Trail.DEADLINE);
      listAgain(run);
      assertThat(aws.asked().getLast()).contains("start-after=").contains("20260202T1700");
    }
  }

  @Test
  void keepsManyDownloadsBusyAndLargeObjectsOutOfMemory() throws Exception {
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
  void goesOnBehindAnObjectThatTakesLongAndKeepsWhatWaitsOutOfMemory() throws Exception {
    String padding = "a".repeat(200 << 10);
    for (int i = 0; i < 120; i++) {
      String record = Trail.record(i).replace("{", "{\"padding\":\"" + padding + "\",");
      trail.put("logs/" + String.format(Locale.ROOT, "%03d", i) + ".json", bytes(record));
    }
    aws.buckets().deny(BUCKET + "/logs/000.json");
    Path files = folder.resolve("data/downloads");
    try (SourceRun run = finite("s3://trail/logs", Map.of(), List.of())) {
      Trail.until(run, () -> run.metrics().timed("download") == 119);
      assertThat(run.events()).isEmpty();
      try (var waiting = Files.list(files)) {
        assertThat(waiting).hasSizeGreaterThan(119 - (16 << 10) / 200 - 2);
      }
      aws.buckets().allow(BUCKET + "/logs/000.json");
      Trail.drain(run);
      assertThat(numbers(run.events())).containsExactlyElementsOf(range(0, 120));
      try (var left = Files.list(files)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void comesAgainAfterThrottlingFailuresAndBrokenConnections() throws Exception {
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
    try (SourceRun run = followed(List.of())) {
      aws.buckets().make(BUCKET);
      aws.buckets().deny(BUCKET);
      String object = trail.put(key(EU, "0100", "a"), 1);
      assertThat(Trail.problem(run, "not allowed"))
          .isEqualTo(
              "s3://trail/AWSLogs/ is not allowed (AccessDenied): the credentials need s3:ListBucket");
      aws.buckets().deny(BUCKET + "/" + object);
      aws.buckets().allow(BUCKET);
      assertThat(Trail.problem(run, "s3:GetObject"))
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
    trail.put(key(EU, "0100", "a"), 1);
    trail.credentials(AwsServer.EXPIRED_KEY);
    try (SourceRun run = followed(List.of())) {
      assertThat(Trail.problem(run, "refused"))
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
    trail.put(key(EU, "0100", "a"), 1);
    aws.setClock(Duration.ofHours(-1));
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      assertThat(Trail.problem(run, "clock"))
          .isEqualTo(
              "s3://trail/AWSLogs/: this machine's clock differs from AWS's (RequestTimeTooSkewed);"
                  + " set it");
      aws.setClock(Duration.ZERO);
      Trail.drain(run);
      assertThat(run.events()).hasSize(1);
    }
  }
}
