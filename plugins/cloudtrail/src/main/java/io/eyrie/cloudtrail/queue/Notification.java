// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.cloudtrail.aws.ObjectName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says: CloudTrail's own notification, an event of S3, either in the envelope of SNS
 * or without it, or an event of EventBridge.
 */
sealed interface Notification {

  /** Objects to be read; none when the message is about something else that may stand there. */
  record Objects(List<ObjectName> names) implements Notification {

    /** Keeps a copy. */
    public Objects {
      names = List.copyOf(names);
    }
  }

  /** The message's text is an event of EventBridge that holds a record. */
  record Held(String text) implements Notification {}

  /**
   * It is none of these.
   *
   * @param kind for the counter
   * @param reason without the message's content
   */
  record Unknown(String kind, String reason) implements Notification {}

  /** What CloudTrail sends when a topic is given to it. */
  String VALIDATION = "CloudTrail validation message.";

  /**
   * Reads the body of a message.
   *
   * @param buckets whose objects are read; all when empty
   */
  static Notification of(String body, Set<String> buckets) {
    Optional<JsonTree> whole = JsonTree.object(body);
    if (whole.isPresent() && whole.get().at("Type").text().equals("Notification")) {
      String inner = whole.get().at("Message").text();
      return inner.equals(VALIDATION) ? new Objects(List.of()) : inner(inner, buckets);
    }
    return body.equals(VALIDATION) ? new Objects(List.of()) : inner(body, buckets);
  }

  private static Notification inner(String text, Set<String> buckets) {
    Optional<JsonTree> parsed = JsonTree.object(text);
    if (parsed.isEmpty()) {
      return new Unknown("message_not_json", "the message is no JSON object");
    }
    JsonTree tree = parsed.get();
    List<ObjectName> names = new ArrayList<>();
    JsonTree detail = tree.at("detail");
    if (tree.at("s3Bucket").present()) {
      for (JsonTree key : tree.at("s3ObjectKey").elements()) {
        names.add(new ObjectName(tree.at("s3Bucket").text(), key.text()));
      }
    } else if (detail.at("eventTime").present()) {
      return new Held(text);
    } else if (tree.at("detail-type").present()) {
      if (!tree.at("source").text().equals("aws.s3")) {
        return new Unknown("message_unknown", "the event of EventBridge is not one of S3");
      }
      if (tree.at("detail-type").text().equals("Object Created")) {
        names.add(
            new ObjectName(detail.at("bucket", "name").text(), detail.at("object", "key").text()));
      }
    } else if (tree.at("Records").present()) {
      for (JsonTree event : tree.at("Records").elements()) {
        if (!event.at("s3").present()) {
          return new Unknown("message_unknown", "an event in the message is not one of S3");
        }
        if (event.at("eventName").text().contains("ObjectCreated")) {
          names.add(
              new ObjectName(
                  event.at("s3", "bucket", "name").text(),
                  decoded(event.at("s3", "object", "key").text())));
        }
      }
    } else if (!tree.at("Event").text().equals("s3:TestEvent")) {
      return new Unknown(
          "message_unknown",
          "the message is of none of the forms of CloudTrail, S3 and EventBridge");
    }
    return checked(names, buckets);
  }

  private static Notification checked(List<ObjectName> names, Set<String> buckets) {
    for (ObjectName name : names) {
      if (name.bucket().isEmpty() || name.key().isEmpty()) {
        return new Unknown("message_unknown", "the message names an object without bucket or key");
      }
      if (!buckets.isEmpty() && !buckets.contains(name.bucket())) {
        return new Unknown(
            "foreign_bucket", "the message is for a bucket that is not one of sqs_buckets");
      }
    }
    return new Objects(names.stream().filter(ObjectName::ofRecords).toList());
  }

  /** S3 writes keys in its events as forms are. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return key;
    }
  }
}
