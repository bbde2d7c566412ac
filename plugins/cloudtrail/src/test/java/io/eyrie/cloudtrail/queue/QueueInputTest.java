// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import static io.eyrie.cloudtrail.aws.Trail.BUCKET;
import static io.eyrie.cloudtrail.aws.Trail.numbers;
import static io.eyrie.cloudtrail.aws.Trail.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.cloudtrail.aws.StandInCloud;
import io.eyrie.cloudtrail.aws.Trail;
import io.eyrie.testkit.SourceRun;
import io.eyrie.testkit.aws.AwsServer;
import io.eyrie.testkit.aws.AwsServer.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A queue as SQS serves it: every form of message, deleted when stored and not before. */
@Execution(ExecutionMode.CONCURRENT)
final class QueueInputTest extends QueueContract<StandInCloud> {

  private final AwsServer aws;

  private QueueInputTest() throws Exception {
    super(new StandInCloud(AwsServer.start()));
    aws = cloud.aws();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void givesMessagesBackAtItsEnd() throws Exception {
    cloud.send(QUEUE, cloudTrail(object("a")));
    try (SourceRun run = open(Map.of())) {
      run.pollUntil(1, Trail.DEADLINE);
    }
    assertThat(aws.asked())
        .anyMatch(call ->
            call.startsWith("ChangeMessageVisibilityBatch ")
                && call.contains("\"VisibilityTimeout\":0"));
  }

  @Test
  void givesBackAMessageWhoseObjectMayNotBeReadAndGoesOnWithoutOneThatIsGone() throws Exception {
    String forbidden = object("a");
    String gone = object("b");
    aws.buckets().deny(BUCKET + "/" + forbidden);
    aws.buckets().remove(BUCKET, gone);
    cloud.send(QUEUE, cloudTrail(forbidden));
    cloud.send(QUEUE, cloudTrail(gone, object("c")));
    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> run.metrics().counted("messages_returned") == 1);
      Trail.until(run, () -> run.checkpoints() == 2);
      run.commit();
      Trail.until(run, () -> cloud.left(QUEUE) == 1);
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
      cloud.send(QUEUE, cloudTrail(object(String.format(Locale.ROOT, "%03d", i))));
    }
    aws.setLatency("GetObject", Duration.ofHours(1));
    try (SourceRun run = open(Map.of())) {
      Trail.until(run, () -> aws.atOnce("GetObject") == 32);
      aws.setLatency("GetObject", Duration.ZERO);
      while (cloud.left(QUEUE) > 0) {
        run.poll();
        run.commit();
      }
      assertThat(numbers(run.events())).containsExactlyInAnyOrderElementsOf(range(0, 150));
      assertThat(aws.mostAtOnce("GetObject")).isEqualTo(32);
    }
  }

  @Test
  void holdsMessagesWhileAwsFails() throws Exception {
    cloud.send(QUEUE, cloudTrail(object("a")));
    aws.fail(Fault.of("GetQueueUrl", 400, "QueueDoesNotExist"));
    aws.fail(Fault.of("ReceiveMessage", 400, "ThrottlingException"));
    aws.fail(Fault.cut("GetObject"));
    aws.fail(Fault.of("GetObject", 400, "ExpiredToken"));
    aws.fail(Fault.of("DeleteMessageBatch", 500, "InternalFailure"));
    try (SourceRun run = open(Map.of())) {
      run.pollUntil(1, Trail.DEADLINE);
      run.commit();
      Trail.until(run, () -> cloud.left(QUEUE) == 0);
      assertThat(run.metrics().counted("messages_received")).isEqualTo(1);
      assertThat(run.metrics().counted("aws_failures")).isEqualTo(5);
      assertThat(run.metrics().counted("aws_throttled")).isEqualTo(1);
      Trail.until(run, () -> run.health().problem().isEmpty());
    }
  }

  @Test
  void assumesARole() throws Exception {
    cloud.send(QUEUE, cloudTrail(object("a")));
    Map<String, Object> role =
        Map.of("aws.role", "arn:aws:iam::111122223333:role/reader", "aws.external_id", "e-7");
    try (SourceRun run = open(role)) {
      run.pollUntil(1, Trail.DEADLINE);
      assertThat(run.events()).hasSize(1);
    }
    assertThat(aws.count("AssumeRole")).isEqualTo(1);
  }
}
