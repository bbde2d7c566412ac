// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.output.ServingOutput;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.DeadLetter;
import io.eyrie.server.store.StoreLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One output that runs: what its lanes share, and what can be asked of it.
 *
 * <p>The first lane opens it and finds out what it is; when it is given alerts and several lanes
 * are configured, the others follow. Safe for several threads.
 */
final class OutputRun {

  private static final Logger LOG = LoggerFactory.getLogger(OutputRun.class);
  private static final long COMPLAIN_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final OutputSpec spec;
  private final AlertStore store;
  private final HostAlerts hostAlerts;
  private final DeliverySettings settings;
  private final DeliveryClock clock;
  private final StoreLog log;
  private final OutputMeter meter;
  private final Gate gate;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<OutputLane> lanes = new CopyOnWriteArrayList<>();

  /** Dead letters to be delivered again, by their numbers. */
  private final ConcurrentSkipListMap<Long, DeadLetter> retries = new ConcurrentSkipListMap<>();

  private final ConcurrentLinkedQueue<TestAlert> tests = new ConcurrentLinkedQueue<>();

  private volatile OutputStatus.State state = OutputStatus.State.OPENING;
  private volatile String lastError = "";
  private volatile @Nullable ServingOutput serving;
  private volatile boolean push;
  private volatile long drainUntil;
  private @Nullable Feed feed;
  private long complainedAt = System.nanoTime() - COMPLAIN_EVERY;

  OutputRun(
      OutputSpec spec,
      AlertStore store,
      HostAlerts hostAlerts,
      DeliverySettings settings,
      DeliveryClock clock) {
    this.spec = spec;
    this.store = store;
    this.hostAlerts = hostAlerts;
    this.settings = settings;
    this.clock = clock;
    this.log = store.log(spec.name());
    this.meter =
        OutputMeter.of(
            spec.lent().counted(),
            () -> push ? store.lag(spec.name()) : 0,
            () -> push ? oldestUnread() : 0);
    this.gate = new Gate(spec.policy(), clock);
  }

  private long oldestUnread() {
    try {
      return store.oldestUnread(spec.name()).orElse(0);
    } catch (IllegalStateException e) {
      LOG.debug("lag of {}", spec.name(), e);
      return 0;
    }
  }

  /** Keeps a place in the log from now on and begins. */
  void start() throws InterruptedException {
    try {
      store.register(spec.name());
    } catch (IllegalStateException e) {
      // The lane tries again; until the store can write, nothing is stored either.
      LOG.debug("registering output {}", spec.name(), e);
    }
    addLane();
  }

  private void addLane() {
    OutputLane lane = new OutputLane(this, lanes.size());
    lanes.add(lane);
    lane.start();
  }

  /** The first lane is open, and its output takes alerts. */
  synchronized void opened() {
    push = true;
    while (!stopped() && lanes.size() < spec.policy().pace().lanes()) {
      addLane();
    }
  }

  /** What the lanes read from. */
  synchronized Feed feed() {
    Feed opened = feed;
    if (opened == null) {
      opened = new Feed(spec.name(), log, hostAlerts, spec.policy(), clock, meter, store::raise);
      feed = opened;
    }
    return opened;
  }

  /** Asks it to end, at once or when it has delivered what is stored, at most so much later. */
  void stop(Duration drain) {
    drainUntil = System.nanoTime() + drain.toNanos();
    stopping.countDown();
    if (!push) {
      // A serving output still has its readers; it ends their streams when it is closed.
      lanes.forEach(OutputLane::interrupt);
    } else if (drain.isZero() || state != OutputStatus.State.RUNNING) {
      log.close();
      lanes.forEach(OutputLane::interrupt);
    } else {
      log.finish();
    }
  }

  /** Waits for its end until a point of {@link System#nanoTime()}; interrupts it at the last. */
  boolean join(long deadline) throws InterruptedException {
    long grace = TimeUnit.SECONDS.toNanos(1);
    boolean ended = true;
    for (OutputLane lane : lanes) {
      ended &= lane.join(Math.min(deadline - grace, drainUntil));
    }
    if (!ended) {
      log.close();
      lanes.forEach(OutputLane::interrupt);
      ended = true;
      for (OutputLane lane : lanes) {
        ended &= lane.join(deadline);
      }
    }
    return ended;
  }

  /** A lane has ended; the last one closes the log. */
  void ended(boolean givenUp) {
    if (givenUp) {
      stopping.countDown();
      lanes.forEach(OutputLane::interrupt);
    }
    if (lanes.stream().allMatch(OutputLane::over)) {
      log.close();
      tests.forEach(test -> test.answer("output " + spec.name() + " has ended: " + lastError));
    }
  }

  /** Has dead letters delivered again; false when it is not given alerts, or not any more. */
  boolean retry(List<DeadLetter> letters) {
    if (!push || stopped() || state == OutputStatus.State.GIVEN_UP) {
      return false;
    }
    letters.forEach(letter -> retries.put(letter.number(), letter));
    log.rouse();
    return true;
  }

  /**
   * Sends a test alert as every other is sent, once.
   *
   * @return why it was not delivered; empty when it was
   */
  String test(Duration limit) throws InterruptedException {
    if (serving != null) {
      return "it serves its clients from the log and is sent nothing; connect to "
          + String.join(", ", status().endpoints());
    }
    TestAlert test = new TestAlert(hostAlerts.test(spec.name()));
    tests.add(test);
    log.rouse();
    Optional<String> answer = test.await(limit);
    tests.remove(test);
    return answer.orElseGet(() -> {
      String error = lastError;
      return "not delivered within %d s: the output is %s%s"
          .formatted(
              limit.toSeconds(),
              status().state().label(),
              error.isEmpty() ? "" : ", and says: " + error);
    });
  }

  OutputStatus status() {
    ServingOutput server = serving;
    boolean stalled = lanes.stream().anyMatch(lane -> lane.call().stalled());
    OutputStatus.State shown =
        stalled
            ? OutputStatus.State.STALLED
            : state == OutputStatus.State.RETRYING && gate.open()
                ? OutputStatus.State.BROKEN
                : state;
    return new OutputStatus(
        spec.name(),
        spec.plugin(),
        shown,
        push ? store.lag(spec.name()) : 0,
        push ? OutputMeter.seconds(oldestUnread()) : 0,
        meter.delivered().sum(),
        meter.retried().sum(),
        meter.dead().sum(),
        meter.suppressed().sum(),
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

  /** Interrupts calls that take too long; raises an alert, once, when one does not return. */
  void watch() {
    for (OutputLane lane : lanes) {
      lane.call().watch();
      String call = lane.call().newlyStalled();
      if (!call.isEmpty()) {
        LOG.error("output {} has not returned from {}", spec.name(), call);
        store.raise(hostAlerts.pluginStalled(spec.plugin(), spec.name(), call));
      }
    }
  }

  /**
   * Sets an alert aside as a dead letter, however often it takes.
   *
   * @return false when the output is to end before it is done
   */
  boolean setAside(AlertRecord alert, String reason) throws InterruptedException {
    Pause pause = new Pause(spec.policy().retry().first(), spec.policy().retry().longest());
    while (true) {
      try {
        store.deadLetters().bury(spec.name(), alert, reason);
        break;
      } catch (IllegalStateException e) {
        lastError = String.valueOf(e.getMessage());
        if (clock.await(stopping, pause.next())) {
          return false;
        }
      }
    }
    meter.dead().increment();
    if (meter.dead().sum() == 1 || complaintDue()) {
      complained();
      LOG.warn("output {} can't deliver alert {}: {}", spec.name(), alert.id(), reason);
      store.raise(
          hostAlerts.deadLetter(
              spec.name(),
              "%s; set aside as a dead letter (%d since the start)"
                  .formatted(reason, meter.dead().sum())));
    }
    return true;
  }

  /** Tells the operator of a failure, once a minute at most. */
  void complain(String message) {
    LOG.warn("output {} (plugin {}): {}", spec.name(), spec.plugin(), message);
    if (complaintDue()) {
      complained();
      store.raise(hostAlerts.outputFailing(spec.name(), message));
    }
  }

  private synchronized boolean complaintDue() {
    return System.nanoTime() - complainedAt >= COMPLAIN_EVERY;
  }

  private synchronized void complained() {
    complainedAt = System.nanoTime();
  }

  void giveUp(String message, int tries) {
    state = OutputStatus.State.GIVEN_UP;
    LOG.error("output {} (plugin {}) is given up: {}", spec.name(), spec.plugin(), message);
    store.raise(hostAlerts.pluginGivenUp(spec.plugin(), spec.name(), tries, message));
  }

  void become(OutputStatus.State next) {
    if (state != OutputStatus.State.GIVEN_UP) {
      state = next;
    }
  }

  void failedWith(String error) {
    lastError = error;
  }

  void servedBy(@Nullable ServingOutput server) {
    serving = server;
  }

  boolean stopped() {
    return stopping.getCount() == 0;
  }

  CountDownLatch stopping() {
    return stopping;
  }

  long drainUntil() {
    return drainUntil;
  }

  @Nullable TestAlert nextTest() {
    return tests.poll();
  }

  Map.@Nullable Entry<Long, DeadLetter> nextRetry() {
    return retries.pollFirstEntry();
  }

  OutputSpec spec() {
    return spec;
  }

  AlertStore store() {
    return store;
  }

  StoreLog log() {
    return log;
  }

  DeliverySettings settings() {
    return settings;
  }

  DeliveryClock clock() {
    return clock;
  }

  OutputMeter meter() {
    return meter;
  }

  Gate gate() {
    return gate;
  }
}
