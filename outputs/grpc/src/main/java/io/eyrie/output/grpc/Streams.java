// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.observe.Metrics;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The open streams of all services: each has a reader and a thread, and their number is bounded.
 */
final class Streams {

  private final int most;
  private final Semaphore free;
  private final Executor threads;
  private final LongAdder sent;
  private final LongAdder refused;

  /** Each feed with its subscriber's name, which is empty for those without. */
  private final Map<AlertFeed<?>, String> feeds = new ConcurrentHashMap<>();

  private volatile boolean closed;

  Streams(int most, Executor threads, Metrics metrics) {
    this.most = most;
    this.free = new Semaphore(most);
    this.threads = threads;
    this.sent = metrics.counter("sent_alerts", "Alerts sent to subscribers.");
    this.refused = metrics.counter("refused_streams", "Streams beyond max_streams.");
    metrics.gauge("subscribers", "Subscribers that are connected.", feeds::size);
  }

  /**
   * Opens a stream, or ends it with the status of what is wrong.
   *
   * @param subscriber the empty text for one without a name
   * @param reader may throw what {@link Failures} knows
   */
  <T> void open(
      String subscriber,
      StreamObserver<T> observer,
      Supplier<AlertReader> reader,
      Supplier<Steps<T>> steps) {
    if (closed) {
      observer.onError(Failures.status(new Refused(Status.UNAVAILABLE, "the host is stopping")));
      return;
    }
    if (!free.tryAcquire()) {
      refused.increment();
      observer.onError(
          Failures.status(
              new Refused(
                  Status.RESOURCE_EXHAUSTED,
                  "%d subscribers are connected, more are not allowed: raise 'max_streams' of the output"
                      .formatted(most))));
      return;
    }
    AlertFeed<T> feed;
    try {
      Steps<T> made = steps.get();
      ServerCallStreamObserver<T> stream = (ServerCallStreamObserver<T>) observer;
      feed = new AlertFeed<>(reader.get(), stream, made, sent, this::ended);
    } catch (RuntimeException e) {
      free.release();
      observer.onError(Failures.status(e));
      return;
    }
    feeds.put(feed, subscriber);
    threads.execute(feed);
    if (closed) {
      feed.end();
    }
  }

  private void ended(AlertFeed<?> feed) {
    feeds.remove(feed);
    free.release();
  }

  /** How many streams a named subscriber has open. */
  int of(String subscriber) {
    return (int) feeds.values().stream().filter(subscriber::equals).count();
  }

  /** Ends all streams; clients are told that the host stops. */
  void close() {
    closed = true;
    feeds.keySet().forEach(AlertFeed::end);
  }
}
