// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.PushOutput;
import io.eyrie.server.alert.AlertRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a batch of alerts to one opened output until each is delivered or set aside.
 *
 * <p>A retryable failure: what is left of the batch again after a pause, for as long as it takes or
 * is configured. One that is not: alert by alert, and those that fail alone become dead letters. A
 * fault of the plugin itself: the same, and after {@value #FAULTS_IN_A_ROW} in a row the output is
 * to be opened anew; what is left of the batch stays here for it. For one thread at a time.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private static final int FAULTS_IN_A_ROW = 10;

  private final OutputRun run;
  private final OutputSpec spec;
  private final BatchContext context;
  private final PluginCall call;
  private List<Alert> rest = List.of();
  private long delivered;
  private int faults;

  /** The output failed by its own fault so often that it is to be opened anew. */
  static final class FaultyOutput extends Exception {
    private static final long serialVersionUID = 1L;

    FaultyOutput(String message) {
      super(message);
    }
  }

  Courier(OutputRun run, BatchContext context, PluginCall call) {
    this.run = run;
    this.spec = run.spec();
    this.context = context;
    this.call = call;
  }

  /** Takes a batch over, once the one before is done with. */
  void load(List<Alert> batch) {
    rest = batch;
  }

  /** How many alerts were delivered since the start. */
  long delivered() {
    return delivered;
  }

  /** Gives one alert once; returns why it was refused, the empty text when it was taken. */
  String tryAlone(PushOutput output, Alert alert) throws InterruptedException {
    List<Alert> alone = List.of(alert);
    context.begin(alone);
    PluginException failure = giveOnce(output, alone);
    List<BatchContext.Refusal> refusals = context.refusals();
    context.end();
    if (failure != null) {
      return String.valueOf(failure.getMessage());
    }
    return refusals.isEmpty() ? "" : refusals.getFirst().reason();
  }

  /** Returns when each alert of the batch is delivered or set aside. */
  void deliver(PushOutput output) throws FaultyOutput, InterruptedException {
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
    Pause pause = new Pause(spec.policy().retry().first(), spec.policy().retry().longest());
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

  /** Faults of the plugin go to the log with all that is known of them. */
  void note(PluginException e) {
    if (e.kind() == PluginException.Kind.INTERNAL) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
    }
  }
}
