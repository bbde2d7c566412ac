// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import static io.eyrie.cloudtrail.aws.Trail.BUCKET;
import static io.eyrie.cloudtrail.aws.Trail.key;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.RecordedEvent;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import io.eyrie.testkit.aws.AwsServer.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue as SQS serves it: every form of message, deleted when stored and not before. */
final class QueueInputTest {

  private static final String QUEUE = "events";
  private static final String EU = "eu-central-1";

  @TempDir Path folder;
  private final AwsServer aws;
  private Trail trail;

  private QueueInputTest() throws Exception {
    aws = AwsServer.start();
    trail = new Trail(aws, Path.of("/nonexistent"));
  }

  @BeforeEach
  void start() {
    trail = new Trail(aws, folder);
    aws.queues().make(QUEUE, 0);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void readsEveryFormOfMessageAndDeletesItWhenItIsStored() throws Exception {
    aws.queues().send(QUEUE, cloudTrail(object("a"), object("b")));
    aws.queues().send(QUEUE, inTopic(cloudTrail(object("c"))));
    aws.queues().send(QUEUE, s3Event(object("blank d+e")));
    aws.queues().send(QUEUE, inTopic(s3Event(object("f"))));
    aws.queues()
        .send(
            QUEUE,
            """
            {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3",
             "detail":{"bucket":{"name":"trail"},"object":{"key":"%s","size":7}}}\
            """
                .formatted(object("g")));
    aws.queues()
        .send(
            QUEUE,
            """
            {"version":"0","id":"2","detail-type":"AWS API Call via CloudTrail","source":"aws.iam",
             "time":"2026-02-02T03:04:09Z","detail":%s}\
            """
                .formatted(Trail.record(6)));
    aws.queues().send(QUEUE, inTopic("CloudTrail validation message."));
    aws.queues()
        .send(QUEUE, "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"trail\"}");
    aws.queues().send(QUEUE, cloudTrail("AWSLogs/1/CloudTrail-Digest/eu-central-1/x.json.gz"));

    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> run.checkpoints() == 9);
      assertThat(numbers(run.events())).containsExactlyInAnyOrderElementsOf(range(0, 7));
      assertThat(run.events())
          .extracting(RecordedEvent::partition)
          .contains("s3://trail/" + key(EU, "0100", "blank d+e"), "n-6");
      assertThat(run.malformed()).isEmpty();
      assertThat(run.faults()).isEmpty();
      assertThat(aws.queues().left(QUEUE)).isEqualTo(9);
      assertThat(run.metrics().reading("messages_in_hand")).isEqualTo(9);

      run.commit();
      Trail.until(run, () -> aws.queues().left(QUEUE) == 0);
      Trail.until(run, () -> run.metrics().reading("messages_in_hand") == 0);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(9);
      assertThat(run.metrics().counted("messages_deleted")).isEqualTo(9);
      assertThat(run.metrics().reading("oldest_waiting_seconds")).isZero();
      assertThat(run.health().problem()).isEmpty();
    }
  }

  @Test
  void keepsAMessageFromOthersWhileItIsNotStored() throws Exception {
    aws.queues().send(QUEUE, cloudTrail(object("a")));
    try (SourceRun run = open(Map.of("sqs_visibility", "1s"))) {
      run.pollUntil(1, Trail.DEADLINE);
      Trail.until(run, () -> aws.count("ChangeMessageVisibilityBatch") >= 5);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(1);
      run.commit();
      Trail.until(run, () -> aws.queues().left(QUEUE) == 0);
      assertThat(run.events()).hasSize(1);
    }
  }

  @Test
  void theSameEventsHaveTheSameIdentitiesWhenAMessageComesAgain() throws Exception {
    aws.queues().send(QUEUE, cloudTrail(trail.put(key(EU, "0100", "a"), 50)));
    List<String> first;
    // The queue may still give it to the receiver that has just broken off.
    try (SourceRun run = open(Map.of("sqs_visibility", "1s"))) {
      run.pollUntil(50, Trail.DEADLINE);
      first = run.events().stream().map(RecordedEvent::identity).toList();
    }
    assertThat(aws.asked())
        .as("given back at the end")
        .anyMatch(call ->
            call.startsWith("ChangeMessageVisibilityBatch ")
                && call.contains("\"VisibilityTimeout\":0"));
    try (SourceRun run = open(Map.of())) {
      run.pollUntil(50, Trail.DEADLINE);
      assertThat(run.events().stream().map(RecordedEvent::identity))
          .containsExactlyElementsOf(first);
      run.commit();
    }
    assertThat(aws.queues().left(QUEUE)).as("deleted before the end").isZero();
  }

  @Test
  void tellsAndDeletesWhatNobodyUnderstands() throws Exception {
    aws.queues().send(QUEUE, "not JSON");
    aws.queues().send(QUEUE, cloudTrail(object("a")));
    aws.queues().send(QUEUE, "{\"what\":1}");
    aws.queues().send(QUEUE, "{\"s3Bucket\":\"other\",\"s3ObjectKey\":[\"a.json\"]}");
    aws.queues().send(QUEUE, "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"}");
    aws.queues().send(QUEUE, "{\"s3Bucket\":\"\",\"s3ObjectKey\":[\"a.json\"]}");
    try (SourceRun run = open(Map.of("sqs_buckets", List.of(BUCKET)))) {
      Trail.until(run, () -> run.checkpoints() == 6);
      assertThat(numbers(run.events())).containsExactly(0);
      run.commit();
      Trail.until(run, () -> aws.queues().left(QUEUE) == 0);
      assertThat(run.metrics().counted("messages_poison")).isEqualTo(5);
      assertThat(run.malformed())
          .containsExactlyInAnyOrder(
              told("message_not_json", 1, "the message is no JSON object"),
              told(
                  "message_unknown",
                  3,
                  "the message is of none of the forms of CloudTrail, S3 and EventBridge"),
              told(
                  "foreign_bucket",
                  4,
                  "the message is for a bucket that is not one of sqs_buckets"),
              told("message_unknown", 5, "the event of EventBridge is not one of S3"),
              told("message_unknown", 6, "the message names an object without bucket or key"));
    }
  }

  private static String told(String kind, int message, String reason) {
    return kind
        + " sqs://events message m-"
        + message
        + " "
        + reason
        + "; deleted, the queue has no dead letters";
  }

  @Test
  void leavesWhatNobodyUnderstandsToTheDeadLetters() throws Exception {
    aws.queues().make(QUEUE, 2);
    aws.queues().send(QUEUE, "not JSON");
    try (SourceRun run = open(Map.of("sqs_visibility", "1s"))) {
      Trail.until(run, () -> aws.queues().dead(QUEUE) == 1);
      assertThat(run.malformed())
          .containsExactly(
              "message_not_json sqs://events message m-1 the message is no JSON object; left to the"
                  + " queue's dead letters");
      assertThat(run.metrics().counted("messages_poison")).isEqualTo(1);
      assertThat(run.metrics().counted("messages_deleted")).isZero();
    }
  }

  @Test
  void givesBackAMessageWhoseObjectMayNotBeReadAndGoesOnWithoutOneThatIsGone() throws Exception {
    String forbidden = object("a");
    String gone = object("b");
    aws.buckets().deny(BUCKET + "/" + forbidden);
    aws.buckets().remove(BUCKET, gone);
    aws.queues().send(QUEUE, cloudTrail(forbidden));
    aws.queues().send(QUEUE, cloudTrail(gone, object("c")));
    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> run.metrics().counted("messages_returned") == 1);
      Trail.until(run, () -> run.checkpoints() == 2);
      run.commit();
      Trail.until(run, () -> aws.queues().left(QUEUE) == 1);
      assertThat(numbers(run.events())).containsExactly(2);
      assertThat(run.malformed())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("object_gone s3://trail/");
      assertThat(aws.queues().longestHidden(QUEUE)).isEqualTo(30);
    }
  }

  @Test
  void manyMessagesAreWorkedOnAtOnce() throws Exception {
    for (int i = 0; i < 150; i++) {
      aws.queues().send(QUEUE, cloudTrail(object(String.format(Locale.ROOT, "%03d", i))));
    }
    aws.setLatency("GetObject", Duration.ofHours(1));
    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> aws.atOnce("GetObject") == 32);
      aws.setLatency("GetObject", Duration.ZERO);
      while (aws.queues().left(QUEUE) > 0) {
        run.poll();
        run.commit();
      }
      assertThat(numbers(run.events())).containsExactlyInAnyOrderElementsOf(range(0, 150));
      assertThat(aws.mostAtOnce("GetObject")).isEqualTo(32);
    }
  }

  @Test
  void holdsMessagesWhileAwsFails() throws Exception {
    aws.queues().send(QUEUE, cloudTrail(object("a")));
    aws.fail(Fault.of("GetQueueUrl", 400, "QueueDoesNotExist"));
    aws.fail(Fault.of("ReceiveMessage", 400, "ThrottlingException"));
    aws.fail(Fault.cut("GetObject"));
    aws.fail(Fault.of("GetObject", 400, "ExpiredToken"));
    aws.fail(Fault.of("DeleteMessageBatch", 500, "InternalFailure"));
    try (SourceRun run = open(Map.of())) {
      run.pollUntil(1, Trail.DEADLINE);
      run.commit();
      Trail.until(run, () -> aws.queues().left(QUEUE) == 0);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(1);
      assertThat(run.metrics().counted("aws_failures")).isEqualTo(5);
      assertThat(run.metrics().counted("aws_throttled")).isEqualTo(1);
      Trail.until(run, () -> run.health().problem().isEmpty());
    }
  }

  @Test
  void assumesARole() throws Exception {
    aws.queues().send(QUEUE, cloudTrail(object("a")));
    Map<String, Object> role =
        Map.of("aws.role", "arn:aws:iam::111122223333:role/reader", "aws.external_id", "e-7");
    try (SourceRun run = open(role)) {
      run.pollUntil(1, Trail.DEADLINE);
      assertThat(run.events()).hasSize(1);
    }
    assertThat(aws.count("AssumeRole")).isEqualTo(1);
  }

  private String object(String unique) {
    return trail.put(key(EU, "0100", unique), 1);
  }

  private static String cloudTrail(String... keys) {
    return "{\"s3Bucket\":\"trail\",\"s3ObjectKey\":[\"" + String.join("\",\"", keys) + "\"]}";
  }

  private static String s3Event(String key) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",
    "s3":{"bucket":{"name":"trail"},"object":{"key":"%s","size":9}}}]}\
    """
        .formatted(key.replace("+", "%2B").replace(" ", "+"));
  }

  private static String inTopic(String message) {
    return "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"Message\":\""
        + message.replace("\"", "\\\"").replace("\n", "\\n")
        + "\"}";
  }

  private SourceRun open(Map<String, ?> more) throws Exception {
    Map<String, Object> all = new HashMap<>(more);
    all.put("sqs", "sqs://" + QUEUE);
    return trail.open(all, List.of());
  }
}
