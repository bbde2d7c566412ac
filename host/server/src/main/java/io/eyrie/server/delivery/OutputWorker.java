// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.output.ServingOutput;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.DeadLetter;
import io.eyrie.server.store.StoreLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one output instance on a thread of its own: opens it, feeds it or lets it serve, closes it.
 *
 * <p>What an output throws is told apart as its contract says. A retryable failure: the same batch
 * again after a pause, for as long as it takes. One that is not: alert by alert, and those that
 * fail alone become dead letters. A fault of the plugin itself: the same, and after ten in a row
 * the output is closed and opened anew; after {@link DeliverySettings#tries()} such rounds it is
 * given up.
 */
final class OutputWorker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(OutputWorker.class);

  private static final int FAULTS_IN_A_ROW = 10;
  private static final Duration READ = Duration.ofSeconds(1);
  private static final long COMPLAIN_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final OutputSpec spec;
  private final AlertStore store;
  private final HostAlerts hostAlerts;
  private final DeliverySettings settings;
  private final StoreLog log;
  private final BatchContext context;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LongAdder delivered = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder dead = new LongAdder();

  /** Dead letters to be delivered again, by their numbers. */
  private final ConcurrentSkipListMap<Long, DeadLetter> retries = new ConcurrentSkipListMap<>();

  private volatile OutputStatus.State state = OutputStatus.State.OPENING;
  private volatile String lastError = "";
  private volatile @Nullable ServingOutput serving;
  private volatile boolean push;
  private volatile long drainUntil;
  private volatile long callSince;
  private volatile String call = "";
  private volatile boolean stallReported;
  private int faults;
  private long complainedAt = System.nanoTime() - COMPLAIN_EVERY;

  /** The output failed by its own fault so often that it is to be opened anew. */
  private static final class FaultyOutput extends Exception {
    private static final long serialVersionUID = 1L;

    FaultyOutput(String message) {
      super(message);
    }
  }

  OutputWorker(
      OutputSpec spec, AlertStore store, HostAlerts hostAlerts, DeliverySettings settings) {
    this.spec = spec;
    this.store = store;
    this.hostAlerts = hostAlerts;
    this.settings = settings;
    this.log = store.log(spec.name());
    this.context = new BatchContext(spec.name(), spec.lent());
    this.thread = Thread.ofPlatform().name("eyrie-output-" + spec.name()).daemon().unstarted(this);
  }

  /** Keeps a place in the log from now on and begins. */
  void start() throws InterruptedException {
    try {
      store.register(spec.name());
    } catch (IllegalStateException e) {
      // The thread tries again; until the store can write, nothing is stored either.
      LOG.debug("registering output {}", spec.name(), e);
    }
    thread.setContextClassLoader(spec.provider().getClass().getClassLoader());
    thread.start();
  }

  /** Asks it to end, at once or when it has delivered what is stored, at most so much later. */
  void stop(Duration drain) {
    drainUntil = System.nanoTime() + drain.toNanos();
    stopping.countDown();
    if (!push) {
      // A serving output still has its readers; it ends their streams when it is closed.
      thread.interrupt();
    } else if (drain.isZero() || state != OutputStatus.State.RUNNING) {
      log.close();
      thread.interrupt();
    } else {
      log.finish();
    }
  }

  /** Waits for its end until a point of {@link System#nanoTime()}; interrupts it at the last. */
  boolean join(long deadline) throws InterruptedException {
    long grace = TimeUnit.SECONDS.toNanos(1);
    thread.join(
        Duration.ofNanos(Math.max(1, Math.min(deadline - grace, drainUntil) - System.nanoTime())));
    if (thread.isAlive()) {
      log.close();
      thread.interrupt();
      thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return !thread.isAlive();
  }

  /** Has dead letters delivered again; false when it is not given alerts, or not any more. */
  boolean retry(List<DeadLetter> letters) {
    if (!push || stopped() || state == OutputStatus.State.GIVEN_UP) {
      return false;
    }
    letters.forEach(letter -> retries.put(letter.number(), letter));
    return true;
  }

  OutputStatus status() {
    ServingOutput server = serving;
    return new OutputStatus(
        spec.name(),
        spec.plugin(),
        stalled() ? OutputStatus.State.STALLED : state,
        push ? store.lag(spec.name()) : 0,
        delivered.sum(),
        retried.sum(),
        dead.sum(),
        lastError,
        server == null ? List.of() : endpoints(server));
  }

  private static List<String> endpoints(ServingOutput server) {
    try {
      return List.copyOf(server.endpoints());
    } catch (RuntimeException e) {
      LOG.debug("endpoints", e);
      return List.of();
    }
  }

  /** Raises an alert, once, when a call into the output does not return. */
  void reportStall() {
    if (stalled() && !stallReported) {
      stallReported = true;
      LOG.error("output {} has not returned from {}", spec.name(), call);
      store.raise(hostAlerts.pluginStalled(spec.plugin(), spec.name(), call));
    }
  }

  private boolean stalled() {
    return !call.isEmpty() && System.nanoTime() - callSince > settings.stallAfter().toNanos();
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  @Override
  public void run() {
    Pause pause = new Pause(settings.firstPause(), settings.longestPause());
    int failed = 0;
    try {
      while (!stopped()) {
        state = OutputStatus.State.OPENING;
        long deliveredThen = delivered.sum();
        Failure failure = runOnce();
        if (failure == null || stopped()) {
          break;
        }
        lastError = failure.message();
        if (delivered.sum() > deliveredThen) {
          failed = 0;
          pause.reset();
        }
        failed++;
        if (failure.hopeless() || (failure.fault() && failed >= settings.tries())) {
          giveUp(failure, failed);
          return;
        }
        complain(failure);
        if (stopping.await(pause.next(), TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      state = OutputStatus.State.STOPPED;
    } catch (InterruptedException _) {
      state = OutputStatus.State.STOPPED;
    } finally {
      log.close();
    }
  }

  /**
   * Why an output came to its end.
   *
   * @param hopeless whether only a change of its configuration helps
   * @param fault whether it is the plugin's own
   */
  private record Failure(String message, boolean hopeless, boolean fault) {}

  /**
   * Opens the output, runs it until it fails or is stopped, closes it; null when it was stopped.
   */
  private @Nullable Failure runOnce() throws InterruptedException {
    Output output = null;
    try {
      begin("open");
      output =
          Objects.requireNonNull(
              spec.provider().open(spec.config(), context), "open returned null");
      end();
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
      if (stopped()) {
        return null;
      }
      return new Failure("interrupted by nobody of the host", false, true);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
      return new Failure(String.valueOf(e), false, true);
    } finally {
      end();
      serving = null;
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
      begin("close");
      output.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("closing output {} (plugin {})", spec.name(), spec.plugin(), e);
    } finally {
      end();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void serve(ServingOutput server) throws PluginException, InterruptedException {
    registered(() -> store.unregister(spec.name()));
    begin("serve");
    server.serve(log);
    end();
    serving = server;
    state = OutputStatus.State.RUNNING;
    lastError = "";
    stopping.await();
  }

  private void deliverAll(PushOutput output)
      throws PluginException, FaultyOutput, InterruptedException {
    push = true;
    registered(() -> store.register(spec.name()));
    state = OutputStatus.State.RUNNING;
    lastError = "";
    try (AlertReader reader = log.ofOutput()) {
      while (true) {
        boolean ending = stopped();
        if (ending && System.nanoTime() - drainUntil >= 0) {
          return;
        }
        deliverAgain(output);
        List<AlertEntry> entries = read(reader, ending ? Duration.ZERO : READ);
        if (!entries.isEmpty()) {
          deliver(output, alerts(entries));
          reader.acknowledge(entries.getLast().token());
        } else if (ending) {
          return;
        }
      }
    }
  }

  private void deliverAgain(PushOutput output) throws PluginException, InterruptedException {
    for (Map.Entry<Long, DeadLetter> next = retries.pollFirstEntry();
        next != null;
        next = retries.pollFirstEntry()) {
      DeadLetter letter = next.getValue();
      PluginException refused = give(output, List.of(letter.alert())).refused();
      registered(() -> {
        if (refused == null) {
          store.deadLetters().drop(spec.name(), List.of(letter.number()));
        } else {
          store.deadLetters().refusedAgain(letter.number(), String.valueOf(refused.getMessage()));
        }
      });
    }
  }

  /** A change of the place in the log. */
  private interface Registration {
    void run() throws InterruptedException;
  }

  /** The store's failures are not the output's. */
  private static void registered(Registration change) throws PluginException, InterruptedException {
    try {
      change.run();
    } catch (IllegalStateException e) {
      throw PluginException.resources("store.failing", String.valueOf(e.getMessage()), e);
    }
  }

  private List<AlertEntry> read(AlertReader reader, Duration wait)
      throws PluginException, InterruptedException {
    try {
      return reader.read(settings.batch(), wait);
    } catch (IllegalStateException e) {
      throw PluginException.resources("store.failing", String.valueOf(e.getMessage()), e);
    }
  }

  private List<Alert> alerts(List<AlertEntry> entries) {
    List<Alert> batch = new ArrayList<>(entries.size());
    for (AlertEntry entry : entries) {
      Alert alert = entry.alert();
      AlertEntry.Gap gap = entry.gap();
      if (alert != null) {
        batch.add(alert);
      } else if (gap != null) {
        batch.add(
            hostAlerts.missing(
                spec.name(),
                entry.token(),
                gap.count(),
                gap.fromNanos(),
                gap.toNanos(),
                gap.reason()));
      }
    }
    return batch;
  }

  /** Returns when each alert of the batch is delivered or set aside. */
  private void deliver(PushOutput output, List<Alert> batch)
      throws FaultyOutput, InterruptedException {
    Given given = give(output, batch);
    PluginException refused = given.refused();
    if (refused == null) {
      return;
    }
    for (Alert alert : given.rest()) {
      PluginException alone = batch.size() == 1 ? refused : give(output, List.of(alert)).refused();
      if (alone == null) {
        continue;
      }
      setAside((AlertRecord) alert, String.valueOf(alone.getMessage()));
      if (alone.kind() != PluginException.Kind.INTERNAL) {
        faults = 0;
      } else if (++faults >= FAULTS_IN_A_ROW) {
        faults = 0;
        throw new FaultyOutput(String.valueOf(alone.getMessage()));
      }
    }
  }

  /**
   * What came of giving a batch.
   *
   * @param rest the alerts that are neither delivered nor refused by name
   * @param refused why, for good; null when there are none
   */
  private record Given(List<Alert> rest, @Nullable PluginException refused) {
    static final Given TAKEN = new Given(List.of(), null);
  }

  /** Gives a batch until it is taken or refused for good. */
  private Given give(PushOutput output, List<Alert> batch) throws InterruptedException {
    Pause pause = new Pause(settings.firstPause(), settings.longestPause());
    int tries = 0;
    List<Alert> rest = batch;
    while (!rest.isEmpty()) {
      context.begin(rest);
      PluginException failure = giveOnce(output, rest);
      rest = failure == null ? List.of() : context.rest();
      context.end();
      for (BatchContext.Refusal refusal : context.refusals()) {
        setAside((AlertRecord) refusal.alert(), refusal.reason());
      }
      if (failure == null) {
        break;
      }
      delivered.add(context.settled());
      lastError = String.valueOf(failure.getMessage());
      if (!failure.retryable()) {
        return new Given(rest, failure);
      }
      retried.increment();
      state = OutputStatus.State.RETRYING;
      if (++tries == settings.tries()) {
        complain(new Failure(lastError, false, false));
      }
      waitToRetry(failure.retryAfter().map(Duration::toNanos).orElseGet(pause::next));
    }
    return Given.TAKEN;
  }

  private @Nullable PluginException giveOnce(PushOutput output, List<Alert> batch)
      throws InterruptedException {
    try {
      begin("deliver");
      output.deliver(batch);
      if (stopping.getCount() == 0 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      delivered.add(batch.size() - context.refusals().size());
      faults = 0;
      state = OutputStatus.State.RUNNING;
      return null;
    } catch (PluginException e) {
      note(e);
      return e;
    } catch (RuntimeException | LinkageError e) {
      LOG.error("output {} (plugin {})", spec.name(), spec.plugin(), e);
      return PluginException.internal("output.threw", String.valueOf(e), e);
    } finally {
      end();
    }
  }

  private void waitToRetry(long nanos) throws InterruptedException {
    boolean ending = stopping.await(nanos, TimeUnit.NANOSECONDS);
    if (ending) {
      long left = drainUntil - System.nanoTime();
      if (left <= 0) {
        throw new InterruptedException("the time to drain is over");
      }
      Thread.sleep(Duration.ofNanos(Math.min(left, nanos)));
    }
  }

  private void setAside(AlertRecord alert, String reason) throws InterruptedException {
    Pause pause = new Pause(settings.firstPause(), settings.longestPause());
    while (true) {
      try {
        store.deadLetters().bury(spec.name(), alert, reason);
        break;
      } catch (IllegalStateException e) {
        lastError = String.valueOf(e.getMessage());
        waitToRetry(pause.next());
      }
    }
    dead.increment();
    if (dead.sum() == 1 || System.nanoTime() - complainedAt >= COMPLAIN_EVERY) {
      complainedAt = System.nanoTime();
      LOG.warn("output {} can't deliver alert {}: {}", spec.name(), alert.id(), reason);
      store.raise(
          hostAlerts.deadLetter(
              spec.name(),
              "%s; set aside as a dead letter (%d since the start)".formatted(reason, dead.sum())));
    }
  }

  /** Tells the operator of a failure, once a minute at most. */
  private void complain(Failure failure) {
    LOG.warn("output {} (plugin {}): {}", spec.name(), spec.plugin(), failure.message());
    if (System.nanoTime() - complainedAt >= COMPLAIN_EVERY) {
      complainedAt = System.nanoTime();
      store.raise(hostAlerts.outputFailing(spec.name(), failure.message()));
    }
  }

  private void giveUp(Failure failure, int tries) {
    state = OutputStatus.State.GIVEN_UP;
    LOG.error(
        "output {} (plugin {}) is given up: {}", spec.name(), spec.plugin(), failure.message());
    store.raise(hostAlerts.pluginGivenUp(spec.plugin(), spec.name(), tries, failure.message()));
  }

  private void begin(String name) {
    stallReported = false;
    callSince = System.nanoTime();
    call = name;
  }

  private void end() {
    call = "";
  }
}
