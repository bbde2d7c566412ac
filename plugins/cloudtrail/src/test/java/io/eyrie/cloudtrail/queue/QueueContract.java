// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import static io.eyrie.cloudtrail.aws.Trail.BUCKET;
import static io.eyrie.cloudtrail.aws.Trail.key;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.cloudtrail.aws.Cloud;
import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of a queue, whoever serves it. */
abstract class QueueContract<C extends Cloud> {

  static final String QUEUE = "events";
  static final String EU = "eu-central-1";

  @TempDir Path folder;
  final C cloud;
  Trail trail;

  QueueContract(C cloud) {
    this.cloud = cloud;
    this.trail = new Trail(cloud, Path.of("/nonexistent"));
  }

  @BeforeEach
  void start() {
    trail = new Trail(cloud, folder);
    cloud.makeQueue(QUEUE, 0);
  }

  @Test
  void readsEveryFormOfMessageAndDeletesItWhenItIsStored() throws Exception {
    cloud.send(QUEUE, cloudTrail(object("a"), object("b")));
    cloud.send(QUEUE, inTopic(cloudTrail(object("c"))));
    cloud.send(QUEUE, s3Event(object("blank d+e")));
    cloud.send(QUEUE, inTopic(s3Event(object("f"))));
    cloud.send(
        QUEUE,
        """
        {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3",
         "detail":{"bucket":{"name":"trail"},"object":{"key":"%s","size":7}}}\
        """
            .formatted(object("g")));
    cloud.send(
        QUEUE,
        """
        {"version":"0","id":"2","detail-type":"AWS API Call via CloudTrail","source":"aws.iam",
         "time":"2026-02-02T03:04:09Z","detail":%s}\
        """
            .formatted(Trail.record(6)));
    cloud.send(QUEUE, inTopic("CloudTrail validation message."));
    cloud.send(
        QUEUE, "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"trail\"}");
    cloud.send(QUEUE, cloudTrail("AWSLogs/1/CloudTrail-Digest/eu-central-1/x.json.gz"));

    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> run.checkpoints() == 9);
      assertThat(numbers(run.events())).containsExactlyInAnyOrderElementsOf(range(0, 7));
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .contains("s3://trail/" + key(EU, "0100", "blank d+e"), "n-6");
      assertThat(run.malformed()).isEmpty();
      assertThat(run.faults()).isEmpty();
      assertThat(cloud.left(QUEUE)).isEqualTo(9);
      assertThat(run.metrics().reading("messages_in_hand")).isEqualTo(9);

      run.commit();
      Trail.until(run, () -> cloud.left(QUEUE) == 0);
      Trail.until(run, () -> run.metrics().reading("messages_in_hand") == 0);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(9);
      assertThat(run.metrics().counted("messages_deleted")).isEqualTo(9);
      assertThat(run.metrics().reading("oldest_waiting_seconds")).isZero();
      assertThat(run.health().problem()).isEmpty();
    }
  }

  @Test
  void keepsAMessageFromOthersWhileItIsNotStored() throws Exception {
    cloud.send(QUEUE, cloudTrail(object("a")));
    // Long enough that a busy machine extends it in time.
    try (SourceRun run = open(Map.of("sqs_visibility", "3s"))) {
      run.pollUntil(1, Trail.DEADLINE);
      long end = System.nanoTime() + Duration.ofMillis(7500).toNanos();
      Trail.until(run, () -> System.nanoTime() - end > 0);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(1);
      run.commit();
      Trail.until(run, () -> cloud.left(QUEUE) == 0);
      assertThat(run.events()).hasSize(1);
    }
  }

  @Test
  void theSameEventsHaveTheSameIdentitiesWhenAMessageComesAgain() throws Exception {
    cloud.send(QUEUE, cloudTrail(trail.put(key(EU, "0100", "a"), 50)));
    List<String> first;
    // The queue may still give it to the receiver that has just broken off.
    try (SourceRun run = open(Map.of("sqs_visibility", "1s"))) {
      run.pollUntil(50, Trail.DEADLINE);
      first = run.events().stream().map(RecordedEvent::identity).toList();
    }
    try (SourceRun run = open(Map.of())) {
      run.pollUntil(50, Trail.DEADLINE);
      assertThat(run.events().stream().map(RecordedEvent::identity))
          .containsExactlyElementsOf(first);
      run.commit();
    }
    assertThat(cloud.left(QUEUE)).as("deleted before the end").isZero();
  }

  @Test
  void tellsAndDeletesWhatNobodyUnderstands() throws Exception {
    cloud.send(QUEUE, "not JSON");
    cloud.send(QUEUE, cloudTrail(object("a")));
    cloud.send(QUEUE, "{\"what\":1}");
    cloud.send(QUEUE, "{\"s3Bucket\":\"other\",\"s3ObjectKey\":[\"a.json\"]}");
    cloud.send(QUEUE, "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"}");
    cloud.send(QUEUE, "{\"s3Bucket\":\"\",\"s3ObjectKey\":[\"a.json\"]}");
    try (SourceRun run = open(Map.of("sqs_buckets", List.of(BUCKET)))) {
      Trail.until(run, () -> run.checkpoints() == 6);
      assertThat(numbers(run.events())).containsExactly(0);
      run.commit();
      Trail.until(run, () -> cloud.left(QUEUE) == 0);
      assertThat(run.metrics().counted("messages_poison")).isEqualTo(5);
      assertThat(anyMessage(run.malformed()))
          .containsExactlyInAnyOrder(
              told("message_not_json", "the message is no JSON object"),
              told(
                  "message_unknown",
                  "the message is of none of the forms of CloudTrail, S3 and EventBridge"),
              told("foreign_bucket", "the message is for a bucket that is not one of sqs_buckets"),
              told("message_unknown", "the event of EventBridge is not one of S3"),
              told("message_unknown", "the message names an object without bucket or key"));
    }
  }

  @Test
  void leavesWhatNobodyUnderstandsToTheDeadLetters() throws Exception {
    cloud.makeQueue(QUEUE, 2);
    cloud.send(QUEUE, "not JSON");
    try (SourceRun run = open(Map.of("sqs_visibility", "1s"))) {
      Trail.until(run, () -> cloud.dead(QUEUE) == 1);
      assertThat(anyMessage(run.malformed()))
          .containsExactly(
              "message_not_json sqs://events message ID the message is no JSON object; left to the"
                  + " queue's dead letters");
      assertThat(run.metrics().counted("messages_poison")).isEqualTo(1);
      assertThat(run.metrics().counted("messages_deleted")).isZero();
    }
  }

  /** What was told, without the ids of messages, which are the server's. */
  private static List<String> anyMessage(List<String> malformed) {
    return malformed.stream()
        .map(line -> line.replaceFirst("message \\S+ ", "message ID "))
        .toList();
  }

  private static String told(String kind, String reason) {
    return kind + " sqs://events message ID " + reason + "; deleted, the queue has no dead letters";
  }

  String object(String unique) {
    return trail.put(key(EU, "0100", unique), 1);
  }

  static String cloudTrail(String... keys) {
    return "{\"s3Bucket\":\"trail\",\"s3ObjectKey\":[\"" + String.join("\",\"", keys) + "\"]}";
  }

  static String s3Event(String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
    "s3":{"bucket":{"name":"trail"},"object":{"key":"%s","size":9}}}]}\
    """
        .formatted(key.replace("+", "%2B").replace(" ", "+"));
  }

  static String inTopic(String message) {
    return "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\""
        + message.replace("\"", "\\\"").replace("\n", "\\n")
        + "\"}";
  }

  SourceRun open(Map<String, ?> more) throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("sqs", "sqs://" + QUEUE);
    return trail.open(all, List.of());
  }
}
