// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All output instances of the host, each started, stopped and replaced while the others run.
 *
 * <p>Safe for several threads.
 */
public final class Delivery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final AlertStore store;
  private final HostAlerts hostAlerts;
  private final DeliverySettings settings;
  private final DeliveryClock clock;
  private final Map<String, OutputRun> runs = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;

  /** Begins with no output. */
  public Delivery(AlertStore store, HostAlerts hostAlerts, DeliverySettings settings) {
    this(store, hostAlerts, settings, DeliveryClock.SYSTEM);
  }

  Delivery(
      AlertStore store, HostAlerts hostAlerts, DeliverySettings settings, DeliveryClock clock) {
    this.clock = clock;
    this.store = store;
    this.hostAlerts = hostAlerts;
    this.settings = settings;
    this.watch =
        Thread.ofPlatform().name("eyrie-delivery-watch").daemon().start(this::watchForStalls);
  }

  /**
   * Starts an output instance. Alerts that are stored from now on will reach it, even if it can be
   * opened only later; one that was there before goes on where it was.
   *
   * @throws IllegalStateException if an instance of this name is running
   */
  public void start(OutputSpec spec) throws InterruptedException {
    OutputRun run = new OutputRun(spec, store, hostAlerts, settings, clock);
    if (runs.putIfAbsent(spec.name(), run) != null) {
      throw new IllegalStateException("output " + spec.name() + " is running already");
    }
    run.start();
  }

  /**
   * Ends an output instance; its place in the log stays.
   *
   * @param limit how long to wait for it
   * @return whether its thread has ended; a call into a plugin that does not return can't be ended
   */
  public boolean stop(String name, Duration limit) throws InterruptedException {
    OutputRun run = runs.remove(name);
    if (run == null) {
      return true;
    }
    run.stop(Duration.ZERO);
    return run.join(System.nanoTime() + limit.toNanos());
  }

  /**
   * Gives dead letters of one output to it again, soon and on its own thread. Those that it takes
   * are removed; of the others the new reason is kept.
   *
   * @return whether it runs and is an output that is given alerts
   */
  public boolean retry(String name, List<DeadLetter> letters) {
    OutputRun run = runs.get(name);
    return run != null && run.retry(letters);
  }

  /**
   * Sends a test alert to one output as every other is sent, once, whatever the output wants.
   *
   * @param limit how long to wait for what comes of it
   * @return why it was not delivered, the empty text when it was; empty when no such output runs
   */
  public Optional<String> test(String name, Duration limit) throws InterruptedException {
    OutputRun run = runs.get(name);
    return run == null ? Optional.empty() : Optional.of(run.test(limit));
  }

  /** Whether an instance of this name was started and not stopped. */
  public boolean running(String name) {
    return runs.containsKey(name);
  }

  /** How each output is doing, by name. */
  public List<OutputStatus> status() {
    return runs.values().stream()
        .map(OutputRun::status)
        .sorted(Comparator.comparing(OutputStatus::name))
        .toList();
  }

  /** How one output is doing; empty when it was not started. */
  public Optional<OutputStatus> status(String name) {
    return Optional.ofNullable(runs.get(name)).map(OutputRun::status);
  }

  /** Lets outputs deliver what is stored, for as long as the settings say, then ends them all. */
  @Override
  public void close() {
    closed.countDown();
    watch.interrupt();
    List<OutputRun> ending = new ArrayList<>(runs.values());
    ending.forEach(run -> run.stop(settings.drain()));
    long deadline = System.nanoTime() + settings.drain().toNanos() + TimeUnit.SECONDS.toNanos(2);
    try {
      for (OutputRun run : ending) {
        if (!run.join(deadline)) {
          LOG.warn(
              "output {} did not end in time; what it has not delivered comes after the next start",
              run.status().name());
        }
      }
      watch.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    runs.clear();
  }

  private void watchForStalls() {
    long every = Math.clamp(settings.stallAfter().toMillis() / 4, 10, 250);
    try {
      while (!closed.await(every, TimeUnit.MILLISECONDS)) {
        runs.values().forEach(OutputRun::watch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
