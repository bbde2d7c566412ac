// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.api.source.SourceContext;
import io.eyrie.cloudtrail.aws.Downloads;
import io.eyrie.cloudtrail.aws.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Fetches messages, keeps them hidden while they are in hand, and deletes them or gives them back:
 * three threads, so that one that is stuck leaves the others to their work. The methods are the
 * worker's.
 */
final class Courier implements AutoCloseable {

  private static final Duration FACTS = Duration.ofMinutes(1);
  private static final Duration GOODBYE = Duration.ofSeconds(3);
  private static final int FIRST_PAUSE_SECONDS = 30;
  private static final int LONGEST_PAUSE_SECONDS = 900;
  private static final int MOST_DOUBLINGS = 5;

  private final QueueInput.Settings settings;
  private final Search search;
  private final Downloads downloads;
  private final Semaphore room;
  private final Map<String, Delivery> hand = new ConcurrentHashMap<>();
  private final BlockingQueue<Delivery> ready = new LinkedBlockingQueue<>();
  private final BlockingQueue<Delivery> done = new LinkedBlockingQueue<>();
  private final BlockingQueue<Delivery> back = new LinkedBlockingQueue<>();
  private final Thread receiver;
  private final Thread keeper;
  private final Thread deleter;
  private final LongAdder received;
  private final LongAdder deleted;
  private final LongAdder undeleted;
  private final LongAdder returned;
  private volatile @Nullable Mailbox mailbox;
  private volatile Mailbox.@Nullable Facts facts;
  private volatile boolean closing;
  private volatile @Nullable RuntimeException failure;

  /** What finds the queue, for as long as it takes. */
  @FunctionalInterface
  interface Search {
    Mailbox find() throws InterruptedException;
  }

  @FunctionalInterface
  private interface Work {
    void go() throws InterruptedException;
  }

  Courier(QueueInput.Settings settings, Search search, Downloads downloads, SourceContext context) {
    this.settings = settings;
    this.search = search;
    this.downloads = downloads;
    this.room = new Semaphore(Math.max(Mailbox.BATCH, settings.atOnce() * 2));
    String name = context.instance();
    this.receiver = Thread.ofVirtual().name(name + "-receiver").unstarted(this::fetch);
    this.keeper = Thread.ofVirtual().name(name + "-keeper").unstarted(() -> run(this::keep));
    this.deleter = Thread.ofVirtual().name(name + "-deleter").unstarted(() -> run(this::delete));
    this.received = context.metrics().counter("messages_received", "Messages of the queue.");
    this.deleted = context.metrics().counter("messages_deleted", "Messages judged and deleted.");
    this.undeleted =
        context
            .metrics()
            .counter("messages_undeleted", "Messages judged that will come again, undeleted.");
    this.returned =
        context.metrics().counter("messages_returned", "Messages given back, to come later.");
    context.metrics().gauge("messages_in_hand", "Messages received and not deleted.", hand::size);
    context.metrics().gauge("messages_waiting", "Messages in the queue.", this::waiting);
    context
        .metrics()
        .gauge(
            "oldest_waiting_seconds",
            "How long ago the oldest message in hand was sent; 0 when there is none.",
            this::oldestSeconds);
  }

  void start() {
    receiver.start();
  }

  /** The next message whose objects are here, or null when there is none within the time. */
  @Nullable Delivery next(long millis) throws InterruptedException {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return ready.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** Has a message deleted: its alerts are stored. */
  void settle(Delivery delivery) {
    done.add(delivery);
  }

  /** Gives a message back, to come again later. */
  void giveBack(Delivery delivery) {
    back.add(delivery);
  }

  /** Leaves a message alone: it comes again by itself, until it goes to the dead letters. */
  void leave(Delivery delivery) {
    drop(delivery);
  }

  /**
   * Whether what nobody understands goes to the queue's dead letters; if that is not known, yes.
   */
  boolean hasDeadLetters() {
    Mailbox.Facts known = facts;
    return known == null || known.deadLetters();
  }

  private void run(Work work) {
    try {
      work.go();
    } catch (InterruptedException _) {
      // Closed.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void fetch() {
    run(() -> {
      Mailbox found = search.find();
      facts = found.facts().orElse(null);
      mailbox = found;
      keeper.start();
      deleter.start();
      receive(found);
    });
  }

  private void receive(Mailbox from) throws InterruptedException {
    while (true) {
      room.acquire();
      int most = 1;
      while (most < Mailbox.BATCH && room.tryAcquire()) {
        most++;
      }
      int used = 0;
      try {
        List<Message> messages = from.receive(most);
        for (Message message : messages) {
          received.increment();
          used += take(message) ? 1 : 0;
        }
      } finally {
        room.release(most - used);
      }
    }
  }

  /** Whether it is a new one. */
  private boolean take(Message message) {
    long now = System.nanoTime();
    Delivery known = hand.get(message.messageId());
    if (known != null) {
      known.again(message.receiptHandle(), now);
      return false;
    }
    Delivery delivery =
        new Delivery(
            message.messageId(),
            number(message, MessageSystemAttributeName.SENT_TIMESTAMP),
            (int) number(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT),
            Notification.of(message.body(), settings.buckets()),
            message.receiptHandle(),
            now);
    hand.put(delivery.id(), delivery);
    if (delivery.notification() instanceof Notification.Objects(List<ObjectName> names)) {
      names.forEach(name -> delivery.objects().put(name, downloads.start(name)));
    }
    CompletableFuture<?>[] all = delivery.objects().values().toArray(CompletableFuture<?>[]::new);
    var _ = CompletableFuture.allOf(all).whenComplete((_, _) -> ready.add(delivery));
    return true;
  }

  private static long number(Message message, MessageSystemAttributeName name) {
    String text = message.attributes().get(name);
    return text == null ? 0 : Long.parseLong(text);
  }

  private void delete() throws InterruptedException {
    Mailbox from = found();
    while (!closing || !done.isEmpty()) {
      Delivery first = done.poll(100, TimeUnit.MILLISECONDS);
      if (first == null) {
        continue;
      }
      List<Delivery> batch = new ArrayList<>(List.of(first));
      done.drainTo(batch, Mailbox.BATCH - 1);
      Map<String, String> failed = from.delete(batch);
      deleted.add(batch.size() - failed.size());
      undeleted.add(failed.size());
      batch.forEach(this::drop);
    }
    for (List<Delivery> batch : batches(List.copyOf(hand.values()))) {
      from.hide(batch, _ -> 0);
    }
  }

  private void keep() throws InterruptedException {
    Mailbox from = found();
    long third = settings.hidden().toNanos() / 3;
    long factsAt = System.nanoTime() + FACTS.toNanos();
    while (true) {
      Delivery first = back.poll(Math.min(1000, third / 2_000_000), TimeUnit.MILLISECONDS);
      if (first != null) {
        List<Delivery> batch = new ArrayList<>(List.of(first));
        back.drainTo(batch, Mailbox.BATCH - 1);
        from.hide(batch, Courier::pauseSeconds);
        returned.add(batch.size());
        batch.forEach(this::drop);
      }
      long now = System.nanoTime();
      List<Delivery> due =
          hand.values().stream().filter(one -> now - one.hiddenFrom() > third).toList();
      for (List<Delivery> batch : batches(due)) {
        from.hide(batch);
        batch.forEach(one -> one.hidden(now));
      }
      if (System.nanoTime() - factsAt > 0) {
        factsAt = System.nanoTime() + FACTS.toNanos();
        facts = from.facts().orElse(null);
      }
    }
  }

  private Mailbox found() {
    Mailbox found = mailbox;
    if (found == null) {
      throw new IllegalStateException("started before the queue was found");
    }
    return found;
  }

  private static List<List<Delivery>> batches(List<Delivery> all) {
    List<List<Delivery>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += Mailbox.BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + Mailbox.BATCH)));
    }
    return batches;
  }

  private static int pauseSeconds(Delivery delivery) {
    int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, delivery.receipts() - 1));
    return Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS << doublings);
  }

  private void drop(Delivery delivery) {
    if (hand.remove(delivery.id()) != null) {
      room.release();
    }
  }

  private long waiting() {
    Mailbox.Facts known = facts;
    return known == null ? 0 : known.waiting();
  }

  private long oldestSeconds() {
    long oldest = hand.values().stream().mapToLong(Delivery::sentMillis).min().orElse(0);
    return oldest == 0 ? 0 : Math.max(0, (System.currentTimeMillis() - oldest) / 1000);
  }

  /** Deletes what is still to be deleted, and gives the rest back, if that does not take long. */
  @Override
  public void close() {
    closing = true;
    try {
      // Only when it has ended no other is started any more.
      receiver.interrupt();
      receiver.join();
      keeper.interrupt();
      keeper.join();
      deleter.join(GOODBYE.toMillis());
      deleter.interrupt();
      deleter.join();
    } catch (InterruptedException _) {
      keeper.interrupt();
      deleter.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
