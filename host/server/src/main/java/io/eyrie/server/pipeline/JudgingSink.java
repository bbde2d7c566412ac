// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Source;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.FirstEvent;
import io.eyrie.engine.run.HeldEvent;
import io.eyrie.engine.run.HoldingEvaluator;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.MatchSink;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.admission.FoldedAlerts;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.capture.CaptureReports;
import io.eyrie.server.capture.RuleCaptures;
import io.eyrie.server.pipeline.HeldEvents.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events of one source instance, makes the alerts there and then, and sends them with
 * the source's checkpoints down the instance's lane.
 *
 * <p>Of the instance's worker thread, aside from {@link #counts()}. When the worker is interrupted
 * in the middle of it, this and every later call throws {@link WorkerStopped}, so that a plugin
 * that swallows it can't put a checkpoint behind an alert that was not stored.
 */
final class JudgingSink implements EventSink {

  private static final Duration FIRST_MARK_LIMIT = Duration.ofSeconds(1);

  private final SourceInstance instance;
  private final Lane lane;
  private final Judging judging;
  private final HostAlerts hostAlerts;
  private final Admission admission;
  private final WatchMark watchMark = new WatchMark();
  private final Tickets tickets = new Tickets();
  private final MatchSink matches = this::matched;

  private final Malformed malformed;
  private final LongAdder events = new LongAdder();
  private final LongAdder alerts = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder heldBack;
  private final LongAdder notHeld;
  private final LongAdder expired;
  private final HeldEvents held = new HeldEvents();
  private final RuleCaptures captures;

  private AlertIds ids;
  private @Nullable HoldingEvaluator evaluator;
  private String revision = "";
  private @Nullable RuleIndex rules;
  private String partition = "";
  private long offset;
  private long numbered;
  private FirstEvent firstEvent = new FirstEvent();
  private long judged;
  private long lastEventNanos;
  private long watchedFromNanos;
  private long watchedUntilNanos;
  private OptionalLong watchedBefore = OptionalLong.empty();
  private boolean awaitsFirstEvent;
  private boolean alertsSinceMark;

  /** Of a source that reads on from its positions: whether events lie behind the last of them. */
  private boolean unmarked;

  /** Alerts that are stored and will be raised again, since their events are read again. */
  private Set<String> raisedBefore = Set.of();

  private @Nullable InterruptedException interrupted;

  JudgingSink(SourceInstance instance, Lane lane, Judging judging, Metrics metrics) {
    this.instance = instance;
    this.lane = lane;
    this.judging = judging;
    this.hostAlerts = judging.hostAlerts();
    this.admission = judging.admission().get();
    this.malformed = new Malformed(instance.name());
    this.ids = AlertIds.repeatable(instance.name());
    this.captures = new RuleCaptures(judging.capture(), instance.name(), new Reports());
    this.heldBack =
        metrics.counter("events_held", "Events put aside until their late fields arrived.");
    this.notHeld =
        metrics.counter(
            "events_not_held",
            "Events judged without their late fields since too many were put aside.");
    this.expired =
        metrics.counter(
            "events_held_expired", "Events put aside whose late fields did not arrive in time.");
  }

  /** The source is about to be opened; it will go on from what is durable. */
  void opening() throws InterruptedException {
    tickets.reset();
    firstEvent = new FirstEvent();
    partition = "";
    lastEventNanos = 0;
    unmarked = false;
    if (bestEffort()) {
      settleAll();
    } else {
      // What was counted behind the last position is judged again; up to it the count is kept.
      admission.forget();
    }
    // Reading on from a position that older alerts are still to be stored before would lose them.
    boolean durable = false;
    while (!durable) {
      durable = lane.flush(Duration.ofSeconds(1));
    }
    Collection<String> kept = lane.folds().values();
    for (String state : kept) {
      settle(FoldedAlerts.parse(state));
    }
    if (bestEffort()) {
      ids = AlertIds.unrepeatable(instance.name());
      watchedBefore = watchedBefore(!kept.isEmpty());
    } else {
      raisedBefore = lane.uncovered();
    }
  }

  /**
   * Until when the instance was watching the last time. An alert may have become durable just
   * before the mark that covers it, and then says it better; but not while alerts were being
   * folded, since those that were counted after the mark are lost.
   */
  private OptionalLong watchedBefore(boolean folding) {
    OptionalLong mark = WatchMark.last(lane.positions());
    return mark.isEmpty() || folding
        ? mark
        : OptionalLong.of(
            Math.max(mark.getAsLong(), lane.newestEventTime().orElse(Long.MIN_VALUE)));
  }

  /** The source is open, and not bound yet. */
  void opened(Source source) throws PluginException {
    captures.opened(source);
  }

  /** The source is open and bound: events are judged from now on. */
  void watching() throws InterruptedException {
    watchedFromNanos = judging.nowNanos();
    awaitsFirstEvent = bestEffort();
    if (awaitsFirstEvent && watchedBefore.isEmpty()) {
      // A host that is killed in its first second has watched too: the next one has to know.
      watchMark.judgedUntil(watchedFromNanos);
      Position first = watchMark.due(true);
      if (first != null) {
        lane.checkpoint(Long.MIN_VALUE, first);
        lane.flush(FIRST_MARK_LIMIT);
      }
    }
  }

  /** Judges by these rules from the next event on. */
  void judgeBy(Judge judge) {
    revision = judge.binding().revision();
    rules = judge.binding().index();
    evaluator =
        new HoldingEvaluator(
            judge.binding().index(),
            judge.extraction(),
            new EvaluatorSettings(
                instance.plugin(),
                instance.name(),
                judging.hostname(),
                judging.zone(),
                judging.matching(),
                firstEvent),
            this::quarantined);
  }

  @Override
  public void partition(String name) {
    partition = Objects.requireNonNull(name, "name");
  }

  @Override
  public void accept(int eventType, long timeNanos, long eventOffset) {
    HoldingEvaluator by = begin(timeNanos, eventOffset);
    by.evaluate(eventType, timeNanos, ++numbered, matches);
  }

  @Override
  public void hold(int eventType, long timeNanos, long eventOffset, long key) {
    HoldingEvaluator by = begin(timeNanos, eventOffset);
    if (!held.room()) {
      notHeld.increment();
      by.evaluate(eventType, timeNanos, ++numbered, matches);
      return;
    }
    HeldEvent waits = by.evaluateOrHold(eventType, timeNanos, ++numbered, matches);
    if (waits != null) {
      heldBack.increment();
      held.add(new Waiting(waits, key, System.nanoTime(), partition, offset, by, revision));
    }
  }

  @Override
  public void release(long key) {
    refuseWhenInterrupted();
    for (Waiting event = held.next(key); event != null; event = held.next(key)) {
      judge(event, true);
    }
  }

  private HoldingEvaluator begin(long timeNanos, long eventOffset) {
    refuseWhenInterrupted();
    if (awaitsFirstEvent) {
      tellNotWatched(Math.min(watchedFromNanos, timeNanos));
    }
    offset = eventOffset;
    unmarked = true;
    lastEventNanos = timeNanos;
    judged++;
    return Objects.requireNonNull(evaluator, "polled before bound");
  }

  /** Judges an event that waited, by the rules and at the position that were its own. */
  private void judge(Waiting event, boolean arrived) {
    String partitionNow = partition;
    long offsetNow = offset;
    String revisionNow = revision;
    partition = event.partition();
    offset = event.offset();
    revision = event.revision();
    try {
      event.evaluator().judge(event.event(), arrived, matches);
    } finally {
      partition = partitionNow;
      offset = offsetNow;
      revision = revisionNow;
    }
  }

  /** Nothing may wait any longer: what has not come is absent. */
  private void judgeHeld() {
    for (Waiting event = held.next(); event != null; event = held.next()) {
      expired.increment();
      judge(event, false);
    }
  }

  @Override
  public void skipped(long more) {
    numbered += more;
  }

  @Override
  public void checkpoint(long ticket) {
    mark(ticket, null);
  }

  @Override
  public void checkpoint(long ticket, Position position) {
    mark(ticket, Objects.requireNonNull(position, "position"));
  }

  @Override
  public void lost(Loss loss) {
    lost.add(loss.events());
    append(hostAlerts.eventsLost(instance.declaration().name(), instance.name(), loss));
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    malformed.count(kind, place, reason);
  }

  /**
   * A poll has returned.
   *
   * @param judgedUntil until when all events have certainly been judged, when that is known
   */
  void polled(OptionalLong judgedUntil) throws InterruptedException {
    refuseWhenInterrupted();
    events.add(judged);
    judged = 0;
    judgeOverdue();
    captures.polled(judging.nowNanos());
    if (bestEffort() || !unmarked) {
      settleClosed();
    }
    if (bestEffort()) {
      if (awaitsFirstEvent && judgedUntil.isPresent()) {
        tellNotWatched(watchedFromNanos);
      }
      if (!awaitsFirstEvent) {
        watchedUntilNanos = Math.max(lastEventNanos, judgedUntil.orElse(0));
        // What waits has not been judged, nor its alerts stored.
        watchMark.judgedUntil(
            held.isEmpty()
                ? watchedUntilNanos
                : Math.min(watchedUntilNanos, held.earliestNanos() - 1));
        Position due = watchMark.due(alertsSinceMark);
        if (due != null) {
          alertsSinceMark = false;
          keepFolds();
          lane.checkpoint(Long.MIN_VALUE, due);
        }
      }
    }
  }

  private void judgeOverdue() {
    if (held.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    for (Waiting event = held.overdue(now); event != null; event = held.overdue(now)) {
      expired.increment();
      judge(event, false);
    }
  }

  /** The input has ended: what waits is judged, open counts are told. */
  void ended() throws InterruptedException {
    judgeHeld();
    captures.closing();
    settleAll();
  }

  /**
   * The worker is to end: open counts are told, unless they have events in them that will be read
   * again. Then the count that was kept with the position is told at the next opening.
   */
  void closing() throws InterruptedException {
    boolean waited = !held.isEmpty();
    judgeHeld();
    captures.closing();
    if (bestEffort() || !unmarked) {
      settleAll();
    }
    if (waited && bestEffort()) {
      watchMark.judgedUntil(watchedUntilNanos);
      Position due = watchMark.due(true);
      if (due != null) {
        keepFolds();
        lane.checkpoint(Long.MIN_VALUE, due);
      }
    }
  }

  /** The source failed and is opened again, or is given up. */
  void failed(String reason, int failures, boolean givenUp) throws InterruptedException {
    judgeHeld();
    captures.closing();
    lane.append(
        givenUp
            ? hostAlerts.pluginGivenUp(instance.plugin(), instance.name(), failures, reason)
            : hostAlerts.pluginRestarted(instance.plugin(), instance.name(), failures, reason));
  }

  /** The newest of the source's tickets that has become durable since this was last asked. */
  OptionalLong newlyCommitted() {
    return tickets.covered(lane.committed());
  }

  /** The wall clock, nanoseconds since the epoch. */
  long now() {
    return judging.nowNanos();
  }

  /** What has been counted so far; of any thread. */
  Counts counts() {
    return new Counts(events.sum(), alerts.sum(), malformed.counts(), lost.sum());
  }

  private boolean bestEffort() {
    return instance.declaration().delivery() == Delivery.BEST_EFFORT;
  }

  private void matched(Match match) {
    alerts.increment();
    if (!raisedBefore.isEmpty() && raisedBefore.remove(id(match))) {
      return;
    }
    capture(match);
    switch (admission.admit(match.rule(), match.timeNanos(), judging.ticks().getAsLong())) {
      case STORE -> append(alert(match));
      case SAMPLE -> {
        admission.sample(alert(match));
        if (bestEffort()) {
          keepThatAlertsAreFolded();
        }
      }
      case COUNT -> {}
    }
  }

  /** An event that waited for late fields has passed: what follows now is recorded. */
  private void capture(Match match) {
    RuleIndex now = rules;
    if (!judging.capture().enabled() || now == null || match.ordinal() >= now.rules().size()) {
      return;
    }
    RuleDefinition rule = now.rules().get(match.ordinal()).definition();
    // What waited may have been judged by the rules of before.
    if (rule.name().value().equals(match.rule())) {
      captures.matched(rule, judging.nowNanos(), match.timeNanos(), match.eventNumber());
    }
  }

  /** What becomes of captures is told by alerts. */
  private final class Reports implements CaptureReports {
    @Override
    public void limitReached(Path file, long bytes) {
      append(hostAlerts.captureLimitReached(instance.name(), file.toString(), bytes));
    }

    @Override
    public void failed(Path file, String reason) {
      append(hostAlerts.captureFailed(instance.name(), file.toString(), reason));
    }

    @Override
    public void incomplete(Path file, long missing) {
      append(hostAlerts.captureIncomplete(instance.name(), file.toString(), missing));
    }
  }

  /**
   * Ahead of every alert that is stored from now on, so that who finds such an alert after a crash
   * knows that others were being counted.
   */
  private void keepThatAlertsAreFolded() {
    keepFolds();
    try {
      lane.checkpoint(Long.MIN_VALUE, null);
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private String id(Match match) {
    return ids.id(partition, offset, match.rule(), 0);
  }

  private AlertRecord alert(Match match) {
    return AlertRecord.of(
        judging.lineTime(),
        id(match),
        match.timeNanos(),
        match.rule(),
        match.priority(),
        match.source(),
        instance.name(),
        match.tags(),
        judging.hostname(),
        match.message(),
        match.fields(),
        revision);
  }

  private void quarantined(String rule, RuntimeException cause) {
    append(hostAlerts.ruleQuarantined(rule, instance.name(), String.valueOf(cause)));
  }

  private void tellNotWatched(long untilNanos) {
    awaitsFirstEvent = false;
    long from = watchedBefore.orElse(Long.MAX_VALUE);
    if (from < untilNanos) {
      append(
          hostAlerts.notWatching(instance.declaration().name(), instance.name(), from, untilNanos));
    }
  }

  private void settleClosed() throws InterruptedException {
    for (FoldedAlerts over : admission.closed(judging.ticks().getAsLong())) {
      settle(over);
    }
  }

  private void settleAll() throws InterruptedException {
    for (FoldedAlerts over : admission.closeAll(judging.ticks().getAsLong())) {
      settle(over);
    }
  }

  private void settle(FoldedAlerts over) throws InterruptedException {
    lane.settle(
        over.rule(),
        hostAlerts.folded(
            over.rule(),
            over.priority(),
            over.source(),
            over.instance(),
            over.count(),
            over.fromNanos(),
            over.toNanos(),
            over.samples()));
  }

  private void keepFolds() {
    for (FoldedAlerts open : admission.changed()) {
      lane.fold(open.rule(), open.state());
    }
  }

  private void append(AlertRecord alert) {
    refuseWhenInterrupted();
    try {
      lane.append(alert);
      alertsSinceMark = true;
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private void mark(long ticket, @Nullable Position position) {
    refuseWhenInterrupted();
    // A checkpoint says that all alerts before it are on their way.
    judgeHeld();
    try {
      keepFolds();
      lane.checkpoint(tickets.issue(ticket), position);
      unmarked = false;
      settleClosed();
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private void refuseWhenInterrupted() {
    if (interrupted != null) {
      throw new WorkerStopped(interrupted);
    }
  }

  private WorkerStopped stopped(InterruptedException cause) {
    interrupted = cause;
    Thread.currentThread().interrupt();
    return new WorkerStopped(cause);
  }
}
