// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertReader;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Feeds one subscriber's stream from a reader of the log.
 *
 * <p>It reads a few alerts at a time and writes one only when the connection has room for it, so
 * that a subscriber who does not read costs no memory beyond that.
 */
final class AlertFeed<T> implements Runnable {

  private static final int BATCH = 64;

  private final AlertReader reader;
  private final ServerCallStreamObserver<T> stream;
  private final Steps<T> steps;
  private final LongAdder sent;
  private final Consumer<AlertFeed<?>> onEnd;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean ending;

  AlertFeed(
      AlertReader reader,
      ServerCallStreamObserver<T> stream,
      Steps<T> steps,
      LongAdder sent,
      Consumer<AlertFeed<?>> onEnd) {
    this.reader = reader;
    this.stream = stream;
    this.steps = steps;
    this.sent = sent;
    this.onEnd = onEnd;
    stream.setOnReadyHandler(this::wake);
    stream.setOnCancelHandler(this::end);
  }

  @Override
  public void run() {
    try (reader) {
      feed();
      if (!ending) {
        stream.onCompleted();
      } else if (!stream.isCancelled()) {
        stream.onError(
            Status.UNAVAILABLE.withDescription("the host is stopping").asRuntimeException());
      }
    } catch (InterruptedException _) {
      // Only the end of the output interrupts its threads; the server closes the stream.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!stream.isCancelled()) {
        stream.onError(Failures.status(e));
      }
    } finally {
      onEnd.accept(this);
    }
  }

  private void feed() throws InterruptedException {
    boolean caughtUp = false;
    long lastSent = System.nanoTime();
    while (!ending) {
      long quiet = Math.max(0, lastSent + steps.heartbeatNanos() - System.nanoTime());
      List<AlertEntry> entries =
          reader.read(BATCH, caughtUp ? Duration.ofNanos(quiet) : Duration.ZERO);
      if (!entries.isEmpty()) {
        send(entries);
        lastSent = System.nanoTime();
      } else if (!caughtUp && steps.endsWhenCaughtUp()) {
        return;
      } else if (!caughtUp || System.nanoTime() - lastSent >= steps.heartbeatNanos()) {
        caughtUp = true;
        T nothing = steps.nothingMore(reader.token());
        if (nothing != null) {
          send(nothing);
        }
        lastSent = System.nanoTime();
      }
    }
  }

  private void send(List<AlertEntry> entries) throws InterruptedException {
    for (AlertEntry entry : entries) {
      if (!send(steps.step(entry))) {
        return;
      }
      if (entry.alert() != null) {
        sent.increment();
      }
      if (steps.sentIsDone()) {
        reader.acknowledge(entry.token());
      }
    }
  }

  private boolean send(T message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!ending && !stream.isReady()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    if (ending) {
      return false;
    }
    stream.onNext(message);
    return true;
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream soon; any thread may call it. */
  void end() {
    ending = true;
    reader.close();
    wake();
  }
}
