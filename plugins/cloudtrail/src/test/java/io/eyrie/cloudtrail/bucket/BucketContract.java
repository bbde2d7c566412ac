// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import static io.eyrie.cloudtrail.aws.Trail.key;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Position;
import io.eyrie.cloudtrail.aws.Cloud;
import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a bucket, whoever serves it. */
abstract class BucketContract<C extends Cloud> {

  static final String EU = "eu-central-1";
  static final String US = "us-east-1";

  @TempDir Path folder;
  final C cloud;
  Trail trail;

  BucketContract(C cloud) {
    this.cloud = cloud;
    this.trail = new Trail(cloud, Path.of("/nonexistent"));
  }

  @BeforeEach
  void start() {
    trail = new Trail(cloud, folder);
  }

  @Test
  void readsAccountsAndRegionsInOrderToTheirEnds() throws Exception {
    for (int i = 0; i < 250; i++) {
      trail.put(key(EU, String.format(Locale.ROOT, "%02d%02d", i / 60, i % 60), "a"), 2);
    }
    trail.put(key(US, "0100", "plain").replace(".gz", ""), 1);
    trail.put(key(US, "0101", "x").replace(".gz", ""), bytes(trail.records(1)));
    trail.put("AWSLogs/111122223333/CloudTrail-Digest/" + EU + "/1.json.gz", bytes("{}"));
    trail.put("AWSLogs/111122223333/CloudTrail/", bytes(""));

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
    }
  }

  @Test
  void readsAnObjectAgainThatWasNotStoredToItsEnd() throws Exception {
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
  void readsWhatACutObjectHoldsAndTheOnesBehindIt() throws Exception {
    trail.put(key(EU, "0100", "a"), 2);
    byte[] whole = Trail.zipped(trail.records(3000));
    trail.put(key(EU, "0101", "cut"), Arrays.copyOf(whole, whole.length / 2));
    String last = trail.put(key(EU, "0102", "z"), 2);
    try (SourceRun run = finite("s3://trail", Map.of(), List.of())) {
      Trail.drain(run);
      assertThat(run.events().getLast().partition()).isEqualTo("s3://trail/" + last);
      assertThat(run.events()).hasSizeGreaterThan(100).hasSizeLessThan(3004);
      assertThat(run.malformed()).hasSize(1).first().asString().startsWith("truncated_gzip");
    }
  }

  @Test
  void saysThatABucketIsNotThereUntilItIs() throws Exception {
    try (SourceRun run = followed(List.of())) {
      assertThat(Trail.problem(run, "no such bucket"))
          .isEqualTo(
              "s3://trail/AWSLogs/: there is no such bucket (NoSuchBucket); correct its name");
      trail.put(key(EU, "0100", "a"), 1);
      run.pollUntil(1, Trail.DEADLINE);
      Trail.until(run, () -> run.health().problem().isEmpty());
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Sees that all was listed once more, and nothing more has come of it. */
  static void listAgain(SourceRun run) throws Exception {
    long before = run.metrics().counted("listings");
    Trail.until(run, () -> run.metrics().counted("listings") >= before + 2);
  }

  SourceRun followed(List<Position> stored) throws Exception {
    return open("s3://trail", Map.of("s3_poll_interval", "20ms"), stored);
  }

  SourceRun finite(String url, Map<String, ?> more, List<Position> stored) throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("follow", "false");
    return open(url, all, stored);
  }

  SourceRun open(String url, Map<String, ?> more, List<Position> stored) throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("s3", url);
    return trail.open(all, stored);
  }
}
