// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.store.StoreLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the lanes of one output are to deliver: reads the log page by page, leaves out what the
 * output does not want or holds back, and cuts the rest into batches.
 *
 * <p>The output's place in the log moves behind a page once all its batches, and all pages before
 * it, are done with. Delivery goes on while such a move is made durable, but not further than
 * {@value #AHEAD} alerts, or one page, ahead of it as long as the store can write: after a crash
 * only those and what was under way come again. Safe for several threads.
 */
final class Feed {

  /** So many alerts are delivered ahead of the durable place, or a page if that is more. */
  static final int AHEAD = 2_048;

  /** While the store can't write, a page is delivered after so long. */
  private static final Duration DURABLE = Duration.ofSeconds(1);

  /**
   * Alerts to be delivered together, in order.
   *
   * @param page the part of the log that they come from
   */
  record Batch(Page page, List<Alert> alerts) {}

  /** A part of the log that was read. */
  static final class Page {
    private final String token;
    private final Map<String, Optional<String>> held;
    private final List<HeldBack.Closed> closed;
    private final int weight;
    private int open;

    /**
     * A page that was read.
     *
     * @param token of its last entry
     * @param alerts how many are to be delivered
     * @param batches how many they were cut into
     */
    private Page(
        String token,
        Map<String, Optional<String>> held,
        List<HeldBack.Closed> closed,
        int alerts,
        int batches) {
      this.token = token;
      this.held = held;
      this.closed = closed;
      // A page of which nothing was wanted counts as well: there are not endlessly many.
      this.weight = Math.max(1, alerts);
      this.open = batches;
    }
  }

  /** Where the output's place in the log was moved to, and how much it was moved past. */
  private record Place(String token, int weight) {}

  private final String output;
  private final StoreLog log;
  private final HostAlerts hostAlerts;
  private final DeliveryPolicy policy;
  private final DeliveryClock clock;
  private final OutputMeter meter;
  private final Consumer<AlertRecord> raise;

  private final ReentrantLock reading = new ReentrantLock();
  private final AlertReader reader;
  private final AlertShape.Shaper shaper;
  private final @Nullable HeldBack heldBack;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Deque<Page> pages = new ArrayDeque<>();

  /** One for all lanes, or one for each when alerts are kept in order by their key. */
  private final List<Deque<Batch>> queues = new ArrayList<>();

  /** Windows of suppression whose end was stored, as soon as that is durable. */
  private final List<HeldBack.Closed> toTell = new ArrayList<>();

  private int underWay;

  /** Places that were moved to and may not be durable yet, in order, and what they weigh. */
  private final Deque<Place> ahead = new ArrayDeque<>();

  private int weightAhead;

  /**
   * Begins at the output's place.
   *
   * @param raise stores what the output is told of held back alerts, for who searches the store
   * @throws IllegalStateException if the store can't be read or written; it can be tried again
   */
  Feed(
      String output,
      StoreLog log,
      HostAlerts hostAlerts,
      DeliveryPolicy policy,
      DeliveryClock clock,
      OutputMeter meter,
      Consumer<AlertRecord> raise) {
    this.output = output;
    this.log = log;
    this.hostAlerts = hostAlerts;
    this.policy = policy;
    this.clock = clock;
    this.meter = meter;
    this.raise = raise;
    this.reader = log.ofOutput();
    this.shaper = policy.shape().shaper();
    this.heldBack =
        policy
            .suppression()
            .map(how -> new HeldBack(output, how, hostAlerts, log.heldBack()))
            .orElse(null);
    if (heldBack != null) {
      toTell.addAll(heldBack.closedBefore());
    }
    int count = policy.pace().orderBy().isEmpty() ? 1 : policy.pace().lanes();
    for (int i = 0; i < count; i++) {
      queues.add(new ArrayDeque<>());
    }
  }

  /**
   * The next batch of a lane, which is to be {@link #done} with before the next is asked for; null
   * when none came in time.
   *
   * @throws IllegalStateException if the store can't be read; it can be tried again
   */
  @Nullable Batch take(int lane, Duration wait) throws InterruptedException {
    Batch batch = poll(lane);
    if (batch != null || !reading.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      return batch;
    }
    try {
      batch = poll(lane);
      if (batch == null && room(wait)) {
        fill(wait);
        batch = poll(lane);
      }
      return batch;
    } finally {
      reading.unlock();
    }
  }

  private @Nullable Batch poll(int lane) {
    lock.lock();
    try {
      return queues.get(lane % queues.size()).pollFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Whether more may be read: a lane that is stuck does not let the others run away. */
  private boolean room(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      // What is held back depends on what was read before: nothing else is under way then.
      int most = heldBack == null ? 2 * policy.pace().lanes() : 1;
      while (underWay >= most && left > 0) {
        left = progress.awaitNanos(left);
      }
      return underWay < most;
    } finally {
      lock.unlock();
    }
  }

  private void fill(Duration wait) throws InterruptedException {
    boolean telling = somethingToTell() && log.awaitDurable(DURABLE);
    for (Place first = tooFarBehind(); first != null; first = tooFarBehind()) {
      log.awaitDurable(first.token(), DURABLE);
    }
    List<AlertEntry> entries = read(telling ? Duration.ZERO : wait);
    long now = clock.epochNanos();
    List<Alert> alerts = new ArrayList<>();
    if (telling && heldBack != null) {
      for (HeldBack.Closed over : ready()) {
        AlertRecord summary = heldBack.summary(over);
        // Before the place moves behind it: after a kill it is told, and stored, once more or not.
        raise.accept(summary);
        alerts.add(summary);
      }
    }
    List<HeldBack.Closed> closed = heldBack == null ? List.of() : heldBack.close(now);
    for (AlertEntry entry : entries) {
      wanted(entry, now).ifPresent(alerts::add);
    }
    Map<String, Optional<String>> changes = heldBack == null ? Map.of() : heldBack.changes();
    if (entries.isEmpty() && alerts.isEmpty() && changes.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      Map<List<Object>, List<Alert>> parts = parts(alerts);
      Page page = new Page(reader.token(), changes, closed, alerts.size(), parts.size());
      pages.addLast(page);
      underWay += parts.size();
      parts.forEach((key, part) ->
          queues.get((int) key.getFirst()).addLast(new Batch(page, List.copyOf(part))));
      settle();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the first place that has to be durable before more is read; null for none. */
  private @Nullable Place tooFarBehind() {
    lock.lock();
    try {
      if (ahead.isEmpty() || weightAhead < AHEAD) {
        return null;
      }
      Place first = ahead.removeFirst();
      weightAhead -= first.weight;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private List<AlertEntry> read(Duration wait) throws InterruptedException {
    DeliveryPolicy.Pace pace = policy.pace();
    long most = wait.toNanos();
    if (heldBack != null && heldBack.nextEnd() != Long.MAX_VALUE) {
      most = Math.clamp(heldBack.nextEnd() - clock.epochNanos(), 0, most);
    }
    List<AlertEntry> entries = new ArrayList<>(reader.read(pace.batch(), Duration.ofNanos(most)));
    long end = System.nanoTime() + pace.flush().toNanos();
    while (!entries.isEmpty() && entries.size() < pace.batch()) {
      long left = Math.max(0, end - System.nanoTime());
      List<AlertEntry> more = reader.read(pace.batch() - entries.size(), Duration.ofNanos(left));
      if (more.isEmpty()) {
        break;
      }
      entries.addAll(more);
    }
    return entries;
  }

  private boolean somethingToTell() {
    lock.lock();
    try {
      return !toTell.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private List<HeldBack.Closed> ready() {
    lock.lock();
    try {
      List<HeldBack.Closed> ready = List.copyOf(toTell);
      toTell.clear();
      return ready;
    } finally {
      lock.unlock();
    }
  }

  private Optional<AlertRecord> wanted(AlertEntry entry, long now) {
    AlertEntry.Gap gap = entry.gap();
    if (gap != null) {
      // Whatever the output wants: that something is missing it has to know.
      return Optional.of(
          hostAlerts.missing(
              output, entry.token(), gap.count(), gap.fromNanos(), gap.toNanos(), gap.reason()));
    }
    AlertRecord stored = (AlertRecord) Objects.requireNonNull(entry.alert());
    if (HostAlerts.suppresses(stored)) {
      // Its own output has been told, and others were sent what it counts.
      return Optional.empty();
    }
    Optional<AlertRecord> wanted = shaper.wanted(stored);
    if (wanted.isEmpty()) {
      meter.filtered().increment();
    } else if (heldBack != null && heldBack.holds(wanted.get(), now)) {
      meter.suppressed().increment();
      return Optional.empty();
    }
    return wanted;
  }

  /** Cut into batches: by the queue, then by the group, in order. */
  private Map<List<Object>, List<Alert>> parts(List<Alert> alerts) {
    Map<List<Object>, List<Alert>> parts = new LinkedHashMap<>();
    for (Alert alert : alerts) {
      List<Object> key =
          List.of(
              queues.size() == 1
                  ? 0
                  : Math.floorMod(
                      AlertKey.values(alert, policy.pace().orderBy()).hashCode(), queues.size()),
              AlertKey.values(alert, policy.groupBy()));
      parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(alert);
    }
    return parts;
  }

  /** Every alert of the batch is delivered or set aside. */
  void done(Batch batch) {
    lock.lock();
    try {
      batch.page().open--;
      underWay--;
      settle();
    } finally {
      lock.unlock();
    }
  }

  private void settle() {
    while (!pages.isEmpty() && pages.getFirst().open == 0) {
      Page page = pages.removeFirst();
      log.delivered(page.token, page.held);
      toTell.addAll(page.closed);
      ahead.addLast(new Place(page.token, page.weight));
      weightAhead += page.weight;
    }
    progress.signalAll();
  }

  /** Alerts as they would be sent, wanted or not. */
  AlertRecord shaped(AlertRecord alert) throws InterruptedException {
    reading.lockInterruptibly();
    try {
      return shaper.always(alert);
    } finally {
      reading.unlock();
    }
  }
}
