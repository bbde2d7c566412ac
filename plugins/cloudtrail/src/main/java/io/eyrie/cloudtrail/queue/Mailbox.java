// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.cloudtrail.aws.Persistence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue as SQS serves it, in the few calls that are needed. Safe for several threads. */
final class Mailbox {

  /** What the queue takes and gives in one call. */
  static final int BATCH = 10;

  private static final int WAIT_SECONDS = 20;

  private final SqsClient sqs;
  private final Persistence persistence;
  private final String name;
  private final String url;
  private final int hiddenSeconds;

  private Mailbox(
      SqsClient sqs, Persistence persistence, String name, String url, Duration hidden) {
    this.sqs = sqs;
    this.persistence = persistence;
    this.name = name;
    this.url = url;
    this.hiddenSeconds = Math.toIntExact(hidden.toSeconds());
  }

  /** Looks the queue up, for as long as it takes. */
  static Mailbox find(SqsClient sqs, Persistence persistence, QueueName queue, Duration hidden)
      throws InterruptedException {
    String url =
        queue.url().isPresent()
            ? queue.url().get()
            : persistence.until(
                queue.toString(),
                "sqs:GetQueueUrl",
                () ->
                    sqs.getQueueUrl(
                            request -> {
                              request.queueName(queue.name());
                              if (!queue.owner().isEmpty()) {
                                request.queueOwnerAWSAccountId(queue.owner());
                              }
                            })
                        .queueUrl());
    return new Mailbox(sqs, persistence, queue.toString(), url, hidden);
  }

  /** Waits for up to so many messages. */
  List<Message> receive(int most) throws InterruptedException {
    return persistence.until(
        name,
        "sqs:ReceiveMessage",
        () ->
            sqs.receiveMessage(request ->
                    request
                        .queueUrl(url)
                        .maxNumberOfMessages(Math.min(BATCH, most))
                        .waitTimeSeconds(WAIT_SECONDS)
                        .visibilityTimeout(hiddenSeconds)
                        .messageSystemAttributeNames(
                            MessageSystemAttributeName.SENT_TIMESTAMP,
                            MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages());
  }

  /**
   * Deletes at most ten messages.
   *
   * @return those that were not, with the reason
   */
  Map<String, String> delete(Collection<Delivery> deliveries) throws InterruptedException {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Delivery one : deliveries) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(one.receipt())
              .build());
    }
    return failed(
        deliveries,
        persistence.until(
            name + " (deleting)",
            "sqs:DeleteMessage",
            () ->
                sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries))
                    .failed()));
  }

  /** Hides at most ten messages anew, for as long as they were when they were received. */
  Map<String, String> hide(Collection<Delivery> deliveries) throws InterruptedException {
    return hide(deliveries, _ -> hiddenSeconds);
  }

  /**
   * Hides at most ten messages anew.
   *
   * @param seconds for how long from now; 0 gives a message back at once
   * @return those that could not be, with the reason
   */
  Map<String, String> hide(Collection<Delivery> deliveries, Function<Delivery, Integer> seconds)
      throws InterruptedException {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (Delivery one : deliveries) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(one.receipt())
              .visibilityTimeout(seconds.apply(one))
              .build());
    }
    return failed(
        deliveries,
        persistence.until(
            name + " (hiding)",
            "sqs:ChangeMessageVisibility",
            () ->
                sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries))
                    .failed()));
  }

  private static Map<String, String> failed(
      Collection<Delivery> deliveries, List<BatchResultErrorEntry> errors) {
    List<Delivery> sent = List.copyOf(deliveries);
    return errors.stream()
        .collect(
            Collectors.toMap(
                error -> sent.get(Integer.parseInt(error.id())).id(),
                error -> error.code() + ": " + error.message(),
                (first, _) -> first));
  }

  /** What the queue says of itself; empty when that may not be asked. */
  Optional<Facts> facts() throws InterruptedException {
    Set<QueueAttributeName> wanted =
        Set.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, QueueAttributeName.REDRIVE_POLICY);
    try {
      Map<QueueAttributeName, String> all =
          persistence.until(
              name + " (attributes)",
              "sqs:GetQueueAttributes",
              _ -> true,
              () ->
                  sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(wanted))
                      .attributes());
      String waiting = all.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
      return Optional.of(
          new Facts(
              waiting == null ? 0 : Long.parseLong(waiting),
              all.containsKey(QueueAttributeName.REDRIVE_POLICY)));
    } catch (Persistence.Hopeless _) {
      return Optional.empty();
    }
  }

  /**
   * What a queue says of itself.
   *
   * @param waiting messages that nobody has received
   * @param deadLetters whether messages that come too often go to another queue
   */
  record Facts(long waiting, boolean deadLetters) {}
}
