// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.output.ServingOutput;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.store.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one instance of an output on a thread of its own: opens it, feeds it or lets it serve,
 * closes it.
 *
 * <p>What an output throws is told apart as its contract says. A retryable failure: what is left of
 * the batch again after a pause, for as long as it takes or is configured. One that is not: alert
 * by alert, and those that fail alone become dead letters. A fault of the plugin itself: the same,
 * and after ten in a row the output is closed and opened anew, to go on with the rest of the batch;
 * after {@link DeliverySettings#tries()} such rounds it is given up.
 */
final class OutputLane implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputLane.class);

  private static final int FAULTS_IN_A_ROW = 10;
  private static final Duration READ = Duration.ofSeconds(1);

  private final OutputRun run;
  private final OutputSpec spec;
  private final int number;
  private final BatchContext context;
  private final PluginCall call;
  private final Thread thread;
  private volatile boolean over;
  private long delivered;
  private int faults;

  /** The batch at hand and what is left of it, kept while the output is opened anew. */
  private Feed.@Nullable Batch batch;

  private List<Alert> rest = List.of();

  /** The output failed by its own fault so often that it is to be opened anew. */
  private static final class FaultyOutput extends Exception {
    private static final long serialVersionUID = 1L;

    FaultyOutput(String message) {
      super(message);
    }
  }

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
    Pause pause = pause();
    int failed = 0;
    while (!run.stopped()) {
      run.become(OutputStatus.State.OPENING);
      long deliveredThen = delivered;
      Failure failure = runOnce();
      if (failure == null || run.stopped()) {
        return false;
      }
      run.failedWith(failure.message());
      if (delivered > deliveredThen) {
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

  private Pause pause() {
    return new Pause(spec.policy().retry().first(), spec.policy().retry().longest());
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
      note(e);
      boolean fault = e.kind() == PluginException.Kind.INTERNAL;
      return new Failure(String.valueOf(e.getMessage()), !e.retryable() && !fault, fault);
    } catch (FaultyOutput e) {
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

  private void note(PluginException e) {
    if (e.kind() == PluginException.Kind.INTERNAL) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
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
      throws PluginException, FaultyOutput, InterruptedException {
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
        rest = next.alerts();
      }
      deliver(output);
      batch = null;
      feed.done(next);
    }
  }

  private void answerTests(PushOutput output, Feed feed) throws InterruptedException {
    for (TestAlert test = run.nextTest(); test != null; test = run.nextTest()) {
      List<Alert> alone = List.of(feed.shaped(test.alert()));
      context.begin(alone);
      PluginException failure = giveOnce(output, alone);
      List<BatchContext.Refusal> refusals = context.refusals();
      context.end();
      test.answer(
          failure != null
              ? String.valueOf(failure.getMessage())
              : refusals.isEmpty() ? "" : refusals.getFirst().reason());
    }
  }

  private void deliverAgain(PushOutput output) throws PluginException, InterruptedException {
    for (Map.Entry<Long, DeadLetter> next = run.nextRetry(); next != null; next = run.nextRetry()) {
      DeadLetter letter = next.getValue();
      List<Alert> alone = List.of(letter.alert());
      context.begin(alone);
      PluginException failure = giveOnce(output, alone);
      List<BatchContext.Refusal> refusals = context.refusals();
      context.end();
      stored(() -> {
        if (failure == null && refusals.isEmpty()) {
          run.store().deadLetters().drop(spec.name(), List.of(letter.number()));
        } else {
          String reason =
              failure == null ? refusals.getFirst().reason() : String.valueOf(failure.getMessage());
          run.store().deadLetters().refusedAgain(letter.number(), reason);
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

  /** Returns when each alert of the batch is delivered or set aside. */
  private void deliver(PushOutput output) throws FaultyOutput, InterruptedException {
    PluginException refused = give(output);
    if (refused == null) {
      return;
    }
    List<Alert> singly = rest;
    boolean known = singly.size() == 1;
    for (int i = 0; i < singly.size(); i++) {
      List<Alert> later = singly.subList(i + 1, singly.size());
      PluginException alone = refused;
      if (!known) {
        rest = List.of(singly.get(i));
        try {
          alone = give(output);
        } finally {
          // Whatever ends this in its midst: what was not given is still to be given.
          List<Alert> left = new ArrayList<>(rest);
          left.addAll(later);
          rest = left;
        }
      }
      if (alone == null) {
        continue;
      }
      setAside(singly.get(i), String.valueOf(alone.getMessage()));
      rest = later;
      if (alone.kind() != PluginException.Kind.INTERNAL) {
        faults = 0;
      } else if (++faults >= FAULTS_IN_A_ROW) {
        faults = 0;
        throw new FaultyOutput(String.valueOf(alone.getMessage()));
      }
    }
  }

  private void setAside(Alert alert, String reason) throws InterruptedException {
    if (!run.setAside((AlertRecord) alert, reason)) {
      throw new InterruptedException("the output is to end");
    }
  }

  /** Gives the rest until it is taken, or why it is refused for good. */
  private @Nullable PluginException give(PushOutput output) throws InterruptedException {
    Pause pause = pause();
    int tries = 0;
    while (!rest.isEmpty()) {
      enter(rest.size());
      context.begin(rest);
      PluginException failure;
      try {
        failure = giveOnce(output, rest);
        rest = failure == null ? List.of() : context.rest();
      } catch (InterruptedException e) {
        rest = context.rest();
        throw e;
      } finally {
        context.end();
      }
      for (BatchContext.Refusal refusal : context.refusals()) {
        setAside(refusal.alert(), refusal.reason());
      }
      if (failure == null) {
        return null;
      }
      run.failedWith(String.valueOf(failure.getMessage()));
      tries++;
      if (!failure.retryable()) {
        return failure;
      }
      if (tries == spec.policy().retry().tries()) {
        return PluginException.user(
            failure.code(), "given up after %d tries: %s".formatted(tries, failure.getMessage()));
      }
      run.meter().retried().increment();
      run.become(OutputStatus.State.RETRYING);
      if (tries == run.settings().tries()) {
        run.complain(String.valueOf(failure.getMessage()));
      }
      failure.retryAfter().ifPresent(delay -> run.gate().hold(delay.toNanos()));
      waitToRetry(failure.retryAfter().map(Duration::toNanos).orElseGet(pause::next));
    }
    return null;
  }

  /** Waits until the batch may be given; an output that is to end does not wait. */
  private void enter(int alerts) throws InterruptedException {
    if (!run.gate().enter(alerts, run.stopping())) {
      throw new InterruptedException("the output is to end");
    }
  }

  private @Nullable PluginException giveOnce(PushOutput output, List<Alert> alerts)
      throws InterruptedException {
    long begun = System.nanoTime();
    PluginException failure = failureOf(output, alerts);
    long taken = context.settled();
    if (failure == null) {
      taken += context.rest().size();
      faults = 0;
      run.gate().succeeded();
      run.meter().latency().accept(System.nanoTime() - begun);
      run.become(OutputStatus.State.RUNNING);
    } else if (failure.retryable() && failure.retryAfter().isEmpty()) {
      run.gate().failed();
    } else {
      // The receiver answers: what it says of these alerts, or of its load, breaks no circuit.
      run.gate().succeeded();
    }
    delivered += taken;
    run.meter().delivered().add(taken);
    return failure;
  }

  private @Nullable PluginException failureOf(PushOutput output, List<Alert> alerts)
      throws InterruptedException {
    PluginException failure = null;
    try {
      call.begin("deliver", spec.policy().pace().timeout().toNanos());
      output.deliver(alerts);
    } catch (PluginException e) {
      note(e);
      failure = e;
    } catch (InterruptedException e) {
      if (!call.end()) {
        run.gate().left();
        throw e;
      }
      failure = PluginException.external("output.timeout", "interrupted", e);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
      failure = PluginException.internal("output.threw", String.valueOf(e), e);
    }
    boolean tooLong = call.end();
    if (failure != null && tooLong) {
      return PluginException.external(
          "output.timeout",
          "no answer within %d ms: mend the receiver, or raise 'delivery.timeout'"
              .formatted(spec.policy().pace().timeout().toMillis()),
          failure);
    }
    if (!run.stopped() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    return failure;
  }

  private void waitToRetry(long nanos) throws InterruptedException {
    boolean ending = run.clock().await(run.stopping(), nanos);
    if (ending) {
      long left = run.drainUntil() - System.nanoTime();
      if (left <= 0) {
        throw new InterruptedException("the time to drain is over");
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, nanos));
    }
  }
}
