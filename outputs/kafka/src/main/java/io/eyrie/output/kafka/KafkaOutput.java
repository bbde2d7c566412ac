// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.tls.TlsFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes each alert as a record and waits until the cluster has the batch. */
final class KafkaOutput implements PushOutput {

  private static final Duration TO_END = Duration.ofSeconds(2);

  private final ProducerSettings settings;
  private final String topic;
  private final RecordKey key;
  private final OutputContext context;
  private @Nullable KafkaProducer<String, String> producer;

  KafkaOutput(ProducerSettings settings, String topic, RecordKey key, OutputContext context) {
    this.settings = settings;
    this.topic = topic;
    this.key = key;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    try {
      judge(batch, send(batch));
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException e) {
      release();
      throw failure(e);
    }
  }

  private static InterruptedException interrupted(InterruptException cause) {
    // Kafka's exception has set the mark that ours stands for.
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  /** The answers to come, in the order of the alerts; fewer when the cluster can't be reached. */
  private List<Future<RecordMetadata>> send(List<Alert> batch) throws PluginException {
    KafkaProducer<String, String> sender = opened();
    List<Future<RecordMetadata>> answers = new ArrayList<>(batch.size());
    for (Alert alert : batch) {
      Future<RecordMetadata> answer = sender.send(record(alert));
      answers.add(answer);
      if (answer.state() == Future.State.FAILED && !ofTheRecord(answer.exceptionNow())) {
        // Each further one would wait as long for a cluster that is not there.
        break;
      }
    }
    sender.flush();
    return answers;
  }

  private ProducerRecord<String, String> record(Alert alert) {
    // A broker refuses records that are ahead of its clock.
    long time =
        Math.min(TimeUnit.NANOSECONDS.toMillis(alert.timeNanos()), System.currentTimeMillis());
    ProducerRecord<String, String> record =
        new ProducerRecord<>(topic, null, time, key.of(alert), alert.json());
    record
        .headers()
        .add("id", alert.id().getBytes(UTF_8))
        .add("rule", alert.rule().getBytes(UTF_8))
        .add("priority", alert.priority().label().getBytes(UTF_8))
        .add("source", alert.source().getBytes(UTF_8));
    return record;
  }

  private void judge(List<Alert> batch, List<Future<RecordMetadata>> answers)
      throws PluginException, InterruptedException {
    @Nullable Throwable failed = null;
    for (int i = 0; i < answers.size(); i++) {
      try {
        answers.get(i).get();
        context.delivered(batch.get(i));
      } catch (ExecutionException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        if (ofTheRecord(cause)) {
          context.refused(batch.get(i), "topic %s refused it: %s".formatted(topic, text(cause)));
        } else {
          failed = failed == null ? cause : failed;
        }
      }
    }
    if (failed != null) {
      if (!(failed instanceof RetriableException)) {
        // A producer that has failed for good never sends again.
        release();
      }
      throw failure(failed);
    }
  }

  /** Whether the fault is the record's own. */
  private static boolean ofTheRecord(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof InvalidRecordException
        || failure instanceof SerializationException;
  }

  private KafkaProducer<String, String> opened() throws PluginException {
    KafkaProducer<String, String> open = producer;
    if (open == null) {
      open =
          new KafkaProducer<>(
              settings.properties(), new StringSerializer(), new StringSerializer());
      producer = open;
    }
    return open;
  }

  private PluginException failure(Throwable cause) {
    String where = "topic " + topic + " at " + settings;
    return switch (cause) {
      case AuthenticationException _ ->
          mended(
              "kafka.credentials",
              where
                  + " "
                  + TlsFailure.explain(cause)
                      .orElse(
                          "refuses the login (" + text(cause) + "): check username and password"));
      case AuthorizationException _ ->
          mended(
              "kafka.rights",
              where + " may not be written (" + text(cause) + "): grant WRITE and DESCRIBE on it");
      case InvalidTopicException _ -> mended("kafka.topic", where + " can't be: " + text(cause));
      case TimeoutException _ ->
          PluginException.external(
              "kafka.timeout",
              where
                  + " did not take alerts in time ("
                  + text(cause)
                  + "): look whether its brokers run and the topic is there",
              null);
      default -> PluginException.external("kafka.failed", where + " failed: " + text(cause), null);
    };
  }

  /** Somebody has to act, and until then it is tried again. */
  private static PluginException mended(String code, String message) {
    return new PluginException(PluginException.Kind.USER, code, message, true, null);
  }

  private static String text(Throwable failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? message
        : message + ": " + cause.getMessage();
  }

  private void release() {
    KafkaProducer<String, String> open = producer;
    producer = null;
    if (open != null) {
      boolean interrupted = Thread.interrupted();
      try {
        open.close(TO_END);
      } catch (KafkaException e) {
        context.health().degraded("the producer did not end well: " + text(e));
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Override
  public void close() {
    release();
  }
}
