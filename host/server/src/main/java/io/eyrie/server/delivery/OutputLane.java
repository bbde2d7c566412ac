// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.output.ServingOutput;
import io.eyrie.server.store.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one instance of an output on a thread of its own: opens it, feeds it or lets it serve,
 * closes it.
 *
 * <p>What an output throws is told apart as its contract says, by the {@link Courier} where it is
 * given alerts. An output that fails by its own fault is closed and opened anew, to go on with the
 * rest of the batch; after {@link DeliverySettings#tries()} such rounds it is given up.
 */
final class OutputLane implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLane.class);

  private static final Duration READ = Duration.ofSeconds(1);

  private final OutputRun run;
  private final OutputSpec spec;
  private final int number;
  private final BatchContext context;
  private final PluginCall call;
  private final Thread thread;
  private final Courier courier;
  private volatile boolean over;

  /** The batch at hand, kept while the output is opened anew. */
  private Feed.@Nullable Batch batch;

  /**
   * Why an output came to its end.
   *
   * @param hopeless whether only a change of its configuration helps
   * @param fault whether it is the plugin's own
   */
  private record Failure(String message, boolean hopeless, boolean fault) {}

  OutputLane(OutputRun run, int number) {
    this.run = run;
    this.spec = run.spec();
    this.number = number;
    this.context = new BatchContext(spec.name(), spec.lent());
    this.call = new PluginCall(run.settings().stallAfter().toNanos());
    this.courier = new Courier(run, context, call);
    String name = "eyrie-output-" + spec.name() + (number == 0 ? "" : "-" + number);
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this);
  }

  void start() {
    thread.setContextClassLoader(spec.provider().getClass().getClassLoader());
    thread.start();
  }

  void interrupt() {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }

  /** Waits for its end until a point of {@link System#nanoTime()}. */
  boolean join(long deadline) throws InterruptedException {
    return thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
  }

  boolean over() {
    return over;
  }

  PluginCall call() {
    return call;
  }

  @Override
  public void run() {
    boolean givenUp = false;
    try {
      givenUp = runUntilStopped();
    } catch (InterruptedException _) {
      LOG.debug("output {} is ended", spec.name());
    } finally {
      run.become(OutputStatus.State.STOPPED);
      over = true;
      run.ended(givenUp);
    }
  }

  /** Whether it was given up. */
  private boolean runUntilStopped() throws InterruptedException {
    Pause pause = new Pause(spec.policy().retry().first(), spec.policy().retry().longest());
    int failed = 0;
    while (!run.stopped()) {
      run.become(OutputStatus.State.OPENING);
      long deliveredThen = courier.delivered();
      Failure failure = runOnce();
      if (failure == null || run.stopped()) {
        return false;
      }
      run.failedWith(failure.message());
      if (courier.delivered() > deliveredThen) {
        failed = 0;
        pause.reset();
      }
      failed++;
      if (failure.hopeless() || (failure.fault() && failed >= run.settings().tries())) {
        run.giveUp(failure.message(), failed);
        return true;
      }
      run.complain(failure.message());
      if (run.clock().await(run.stopping(), pause.next())) {
        return false;
      }
    }
    return false;
  }

  /**
   * Opens the output, runs it until it fails or is stopped, closes it; null when it was stopped.
   */
  private @Nullable Failure runOnce() throws InterruptedException {
    Output output = null;
    try {
      call.begin("open");
      output =
          Objects.requireNonNull(
              spec.provider().open(spec.config(), context), "open returned null");
      call.end();
      switch (output) {
        case PushOutput receiver -> deliverAll(receiver);
        case ServingOutput server -> serve(server);
        default ->
            throw new IllegalStateException(
                output.getClass().getName() + " is neither a PushOutput nor a ServingOutput");
      }
      return null;
    } catch (PluginException e) {
      courier.note(e);
      boolean fault = e.kind() == PluginException.Kind.INTERNAL;
      return new Failure(String.valueOf(e.getMessage()), !e.retryable() && !fault, fault);
    } catch (Courier.FaultyOutput e) {
      return new Failure(String.valueOf(e.getMessage()), false, true);
    } catch (InterruptedException e) {
      if (run.stopped()) {
        return null;
      }
      return new Failure("interrupted by nobody of the host", false, true);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
      return new Failure(String.valueOf(e), false, true);
    } finally {
      call.end();
      run.servedBy(null);
      if (output != null) {
        close(output);
      }
    }
  }

  private void close(Output output) {
    boolean interrupted = Thread.interrupted();
    try {
      call.begin("close");
      output.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("closing output {} (plugin {})", spec.name(), spec.plugin(), e);
    } finally {
      call.end();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve(ServingOutput server) throws PluginException, InterruptedException {
    stored(() -> run.store().unregister(spec.name()));
    call.begin("serve");
    server.serve(run.log());
    call.end();
    run.servedBy(server);
    run.become(OutputStatus.State.RUNNING);
    run.failedWith("");
    run.stopping().await();
  }

  private void deliverAll(PushOutput output)
      throws PluginException, Courier.FaultyOutput, InterruptedException {
    Feed feed = feed();
    run.opened();
    run.become(OutputStatus.State.RUNNING);
    run.failedWith("");
    while (true) {
      boolean ending = run.stopped();
      if (ending && System.nanoTime() - run.drainUntil() >= 0) {
        return;
      }
      if (number == 0) {
        answerTests(output, feed);
        deliverAgain(output);
      }
      Feed.Batch next = batch;
      if (next == null) {
        next = take(feed, ending ? Duration.ZERO : READ);
        if (next == null) {
          if (ending) {
            return;
          }
          continue;
        }
        batch = next;
        courier.load(next.alerts());
      }
      courier.deliver(output);
      batch = null;
      feed.done(next);
    }
  }

  private void answerTests(PushOutput output, Feed feed) throws InterruptedException {
    for (TestAlert test = run.nextTest(); test != null; test = run.nextTest()) {
      test.answer(courier.tryAlone(output, feed.shaped(test.alert())));
    }
  }

  private void deliverAgain(PushOutput output) throws PluginException, InterruptedException {
    for (Map.Entry<Long, DeadLetter> next = run.nextRetry(); next != null; next = run.nextRetry()) {
      DeadLetter letter = next.getValue();
      String refusal = courier.tryAlone(output, letter.alert());
      stored(() -> {
        if (refusal.isEmpty()) {
          run.store().deadLetters().drop(spec.name(), List.of(letter.number()));
        } else {
          run.store().deadLetters().refusedAgain(letter.number(), refusal);
        }
      });
    }
  }

  private Feed feed() throws PluginException, InterruptedException {
    try {
      run.store().register(spec.name());
      return run.feed();
    } catch (IllegalStateException e) {
      throw storeFailing(e);
    }
  }

  private Feed.@Nullable Batch take(Feed feed, Duration wait)
      throws PluginException, InterruptedException {
    try {
      return feed.take(number, wait);
    } catch (IllegalStateException e) {
      throw storeFailing(e);
    }
  }

  /** Something that the store does, or fails to. */
  private interface StoreUse {
    void run() throws InterruptedException;
  }

  private static void stored(StoreUse use) throws PluginException, InterruptedException {
    try {
      use.run();
    } catch (IllegalStateException e) {
      throw storeFailing(e);
    }
  }

  /** The store's failures are not the output's. */
  private static PluginException storeFailing(IllegalStateException e) {
    return PluginException.resources("store.failing", String.valueOf(e.getMessage()), e);
  }
}
