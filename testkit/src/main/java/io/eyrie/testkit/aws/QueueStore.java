// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages in queues, hidden and given again as SQS does, by its JSON protocol. */
public final class QueueStore {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sent = lock.newCondition();
  private final Map<String, Queue> queues = new LinkedHashMap<>();
  private long number;

  private static final class Queue {
    private final List<Message> messages = new ArrayList<>();
    private final List<Message> dead = new ArrayList<>();
    private int mostReceipts;
    private int longestHidden;
  }

  private static final class Message {
    private final String id;
    private final String body;
    private final long sentMillis = System.currentTimeMillis();
    private long visibleAt = System.nanoTime();
    private int receipts;
    private String receipt = "";

    Message(String id, String body) {
      this.id = id;
      this.body = body;
    }
  }

  QueueStore() {}

  /**
   * Makes a queue.
   *
   * @param mostReceipts after so many a message goes to the dead letters; 0 when there are none
   */
  public void make(String name, int mostReceipts) {
    lock.lock();
    try {
      queues.computeIfAbsent(name, _ -> new Queue()).mostReceipts = mostReceipts;
    } finally {
      lock.unlock();
    }
  }

  /** Sends a message. */
  public void send(String name, String body) {
    lock.lock();
    try {
      queues
          .computeIfAbsent(name, _ -> new Queue())
          .messages
          .add(new Message("m-" + ++number, body));
      sent.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many messages are not deleted, hidden ones among them. */
  public int left(String name) {
    lock.lock();
    try {
      Queue queue = queues.get(name);
      return queue == null ? 0 : queue.messages.size();
    } finally {
      lock.unlock();
    }
  }

  /** How many messages went to the dead letters. */
  public int dead(String name) {
    lock.lock();
    try {
      Queue queue = queues.get(name);
      return queue == null ? 0 : queue.dead.size();
    } finally {
      lock.unlock();
    }
  }

  /** The longest time for which a message was hidden anew, in seconds. */
  public int longestHidden(String name) {
    lock.lock();
    try {
      Queue queue = queues.get(name);
      return queue == null ? 0 : queue.longestHidden;
    } finally {
      lock.unlock();
    }
  }

  AwsServer.Answer answer(String operation, String body, String url) throws AwsServer.Refused {
    JsonNode request = MAPPER.readTree(body);
    ObjectNode answer = MAPPER.createObjectNode();
    lock.lock();
    try {
      String name =
          operation.equals("GetQueueUrl")
              ? request.path("QueueName").asString()
              : request.path("QueueUrl").asString().replaceAll(".*/", "");
      Queue queue = queues.get(name);
      if (queue == null) {
        throw new AwsServer.Refused(400, "QueueDoesNotExist");
      }
      switch (operation) {
        case "GetQueueUrl" -> answer.put("QueueUrl", url + "/000000000000/" + name);
        case "GetQueueAttributes" -> attributes(queue, answer.putObject("Attributes"));
        case "ReceiveMessage" -> receive(queue, request, answer.putArray("Messages"));
        case "DeleteMessageBatch" -> delete(queue, request, answer);
        case "ChangeMessageVisibilityBatch" -> hide(queue, request, answer);
        default -> throw new AwsServer.Refused(400, "InvalidAction");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AwsServer.Refused(500, "InternalError");
    } finally {
      lock.unlock();
    }
    return AwsServer.Answer.of("application/x-amz-json-1.0", answer.toString());
  }

  private static void attributes(Queue queue, ObjectNode into) {
    into.put("ApproximateNumberOfMessages", Integer.toString(queue.messages.size()));
    if (queue.mostReceipts > 0) {
      into.put("RedrivePolicy", "{\"maxReceiveCount\":" + queue.mostReceipts + "}");
    }
  }

  private void receive(Queue queue, JsonNode request, ArrayNode into) throws InterruptedException {
    int most = request.path("MaxNumberOfMessages").asInt(1);
    long hidden = TimeUnit.SECONDS.toNanos(request.path("VisibilityTimeout").asInt(30));
    long until =
        System.nanoTime() + TimeUnit.SECONDS.toNanos(request.path("WaitTimeSeconds").asInt(0));
    while (true) {
      long now = System.nanoTime();
      long next = until;
      for (Message message : List.copyOf(queue.messages)) {
        if (message.visibleAt - now > 0) {
          next = message.visibleAt - next < 0 ? message.visibleAt : next;
        } else if (queue.mostReceipts > 0 && message.receipts >= queue.mostReceipts) {
          queue.messages.remove(message);
          queue.dead.add(message);
        } else if (into.size() < most) {
          message.receipts++;
          message.receipt = message.id + "/" + message.receipts;
          message.visibleAt = now + hidden;
          give(message, into.addObject());
        }
      }
      if (!into.isEmpty() || now - until >= 0) {
        return;
      }
      long _ = sent.awaitNanos(Math.max(1_000_000, next - now));
    }
  }

  private static void give(Message message, ObjectNode into) {
    into.put("MessageId", message.id);
    into.put("ReceiptHandle", message.receipt);
    into.put("Body", message.body);
    into.put("MD5OfBody", md5(message.body));
    into.putObject("Attributes")
        .put("SentTimestamp", Long.toString(message.sentMillis))
        .put("ApproximateReceiveCount", Integer.toString(message.receipts));
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static void delete(Queue queue, JsonNode request, ObjectNode answer) {
    ArrayNode good = answer.putArray("Successful");
    ArrayNode bad = answer.putArray("Failed");
    for (JsonNode entry : request.path("Entries")) {
      String receipt = entry.path("ReceiptHandle").asString();
      boolean there = queue.messages.removeIf(message -> message.receipt.equals(receipt));
      result(entry, there ? good : bad, there);
    }
  }

  private void hide(Queue queue, JsonNode request, ObjectNode answer) {
    ArrayNode good = answer.putArray("Successful");
    ArrayNode bad = answer.putArray("Failed");
    for (JsonNode entry : request.path("Entries")) {
      String receipt = entry.path("ReceiptHandle").asString();
      int seconds = entry.path("VisibilityTimeout").asInt();
      boolean there = false;
      for (Message message : queue.messages) {
        if (message.receipt.equals(receipt)) {
          there = true;
          message.visibleAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
          queue.longestHidden = Math.max(queue.longestHidden, seconds);
        }
      }
      result(entry, there ? good : bad, there);
    }
    sent.signalAll();
  }

  private static void result(JsonNode entry, ArrayNode into, boolean good) {
    ObjectNode result = into.addObject().put("Id", entry.path("Id").asString());
    if (!good) {
      result.put("Code", "ReceiptHandleIsInvalid").put("SenderFault", true);
    }
  }
}
