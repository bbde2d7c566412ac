// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.cloudtrail.aws.AwsAccess;
import io.eyrie.cloudtrail.aws.AwsClients;
import io.eyrie.cloudtrail.aws.Download;
import io.eyrie.cloudtrail.aws.Downloads;
import io.eyrie.cloudtrail.aws.Failure;
import io.eyrie.cloudtrail.aws.ObjectJudge;
import io.eyrie.cloudtrail.aws.ObjectName;
import io.eyrie.cloudtrail.aws.Persistence;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Judges what messages bring, in the order in which it is here, and has stored ones deleted. */
final class QueueInput implements Input {

  /** While messages wait to be stored, the worker comes back soon to hear that they are. */
  private static final long OWING_MILLIS = 2;

  private static final long IDLE_MILLIS = 100;
  private static final long BATCH_NANOS = 10_000_000;

  /** So many poisonous messages are remembered, to be told once each. */
  private static final int MOST_TOLD = 1000;

  private final Settings settings;
  private final RecordFeed feed;
  private final AwsClients clients;
  private final Persistence persistence;
  private final Downloads downloads;
  private final Courier courier;
  private final NavigableMap<Long, Delivery> owed = new TreeMap<>();
  private final Set<String> told =
      Collections.newSetFromMap(
          new LinkedHashMap<String, Boolean>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_TOLD;
            }
          });
  private final ObjectJudge judge;
  private final LongAdder poison;

  private @Nullable Delivery current;
  private Iterator<Map.Entry<ObjectName, CompletableFuture<Download>>> objects =
      Collections.emptyIterator();
  private @Nullable Failure refused;
  private long ticket;

  /**
   * What is configured.
   *
   * @param buckets whose objects are read; all when empty
   * @param hidden for how long a message is hidden from others at a time
   * @param atOnce how many downloads
   */
  record Settings(
      AwsAccess access,
      QueueName queue,
      Set<String> buckets,
      Duration hidden,
      int atOnce,
      int largestRecord) {}

  private QueueInput(Settings settings, SourceContext context, RecordFeed feed, AwsClients clients)
      throws PluginException {
    this.settings = settings;
    this.feed = feed;
    this.clients = clients;
    this.persistence = new Persistence(context);
    this.downloads =
        Downloads.open(clients.s3(), settings.atOnce(), QueueInput::hopeless, persistence, context);
    var sqs = clients.sqs();
    this.courier =
        new Courier(
            settings,
            () -> Mailbox.find(sqs, persistence, settings.queue(), settings.hidden()),
            downloads,
            context);
    this.judge = new ObjectJudge(feed, settings.largestRecord(), context);
    this.poison =
        context.metrics().counter("messages_poison", "Messages that could not be understood.");
  }

  /** Opens the input; it begins to receive at once. */
  static Input open(Settings settings, SourceContext context, RecordFeed feed)
      throws PluginException {
    // Beside the downloads: one that receives, one that hides, one that deletes.
    AwsClients clients =
        AwsClients.open(settings.access(), context.instance(), settings.atOnce() + 3);
    try {
      QueueInput input = new QueueInput(settings, context, feed, clients);
      input.courier.start();
      return input;
    } catch (PluginException | RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  /** The queue gives the message again, so that nothing is tried here for long. */
  private static boolean hopeless(Failure failure) {
    return switch (failure.kind()) {
      case GONE, ARCHIVED, DENIED -> true;
      case THROTTLED, OTHER -> false;
    };
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    Delivery delivery = current;
    if (delivery == null) {
      delivery = courier.next(owed.isEmpty() ? IDLE_MILLIS : OWING_MILLIS);
      if (delivery == null) {
        return Progress.IDLE;
      }
      current = delivery;
      objects = delivery.objects().entrySet().iterator();
      refused = null;
    }
    long deadline = System.nanoTime() + BATCH_NANOS;
    while (current != null && System.nanoTime() - deadline < 0) {
      step(delivery, deadline, sink);
    }
    return Progress.MORE;
  }

  private void step(Delivery delivery, long deadline, EventSink sink) throws PluginException {
    switch (delivery.notification()) {
      case Notification.Unknown unknown -> unknown(delivery, unknown, sink);
      case Notification.Held(String text) -> {
        feed.body(
            text.getBytes(UTF_8),
            place(delivery),
            null,
            TimeUnit.MILLISECONDS.toNanos(delivery.sentMillis()),
            sink);
        finish(delivery, sink);
      }
      case Notification.Objects _ -> object(delivery, deadline, sink);
    }
  }

  private void unknown(Delivery delivery, Notification.Unknown unknown, EventSink sink) {
    boolean kept = courier.hasDeadLetters();
    if (told.add(delivery.id())) {
      poison.increment();
      sink.malformed(
          unknown.kind(),
          place(delivery),
          unknown.reason()
              + (kept
                  ? "; left to the queue's dead letters"
                  : "; deleted, the queue has no dead letters"));
    }
    if (kept) {
      current = null;
      courier.leave(delivery);
    } else {
      finish(delivery, sink);
    }
  }

  private void object(Delivery delivery, long deadline, EventSink sink) throws PluginException {
    if (!judge.busy()) {
      if (!objects.hasNext()) {
        finish(delivery, sink);
        return;
      }
      Map.Entry<ObjectName, CompletableFuture<Download>> next = objects.next();
      begin(next.getKey(), next.getValue().join(), sink);
    }
    judge.step(sink, deadline);
  }

  private void begin(ObjectName name, Download download, EventSink sink) throws PluginException {
    switch (download) {
      case Download.Failed(Failure failure) -> {
        switch (failure.kind()) {
          case GONE, ARCHIVED -> ObjectJudge.tellMissing(name, failure, sink);
          case DENIED, THROTTLED, OTHER -> refused = failure;
        }
      }
      case Download.Done done -> judge.begin(name, done);
    }
  }

  private void finish(Delivery delivery, EventSink sink) {
    current = null;
    Failure failure = refused;
    if (failure == null) {
      persistence.troubles().over(settings.queue() + " (objects)");
      owed.put(++ticket, delivery);
    } else {
      persistence.troubles().begin(settings.queue() + " (objects)", failure.problem());
      ++ticket;
      courier.giveBack(delivery);
    }
    sink.checkpoint(ticket);
  }

  private String place(Delivery delivery) {
    return settings.queue() + " message " + delivery.id();
  }

  @Override
  public void committed(long upTo) {
    NavigableMap<Long, Delivery> stored = owed.headMap(upTo, true);
    stored.values().forEach(courier::settle);
    stored.clear();
  }

  @Override
  public void close() {
    courier.close();
    downloads.close();
    judge.close();
    clients.close();
  }
}
