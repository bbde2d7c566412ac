// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.server.log.StartTimes;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one source instance on a thread of its own: opens it, binds it to the loaded rules, polls
 * it, tells it what is durable, and opens it again after a failure until it is given up.
 *
 * <p>The public methods may be called from any thread. The futures that they return complete on the
 * worker's thread, or at once when the worker is over.
 */
public final class SourceWorker {

  private static final Logger LOG = LoggerFactory.getLogger(SourceWorker.class);

  /** A call into the plugin that takes longer is told as a stall. */
  private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

  /** The same for opening, in which a kernel may verify a program or a service be asked. */
  private static final Duration OPENING_STALLED_AFTER = Duration.ofSeconds(60);

  private static final Duration FLUSH_STEP = Duration.ofSeconds(1);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
  private static final Duration RING_DRAIN_LIMIT = Duration.ofSeconds(1);

  private final SourceInstance instance;
  private final SourceContext context;
  private final Lane lane;
  private final Judging judging;
  private final JudgingSink sink;
  private final Backoff backoff;
  private final Future<Binding> firstBinding;
  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;

  private volatile boolean stopping;
  private volatile WorkerState state = WorkerState.STARTING;
  private volatile String failure = "";
  private volatile String revision = "";
  private volatile long callBegan;
  private final AtomicLong openings = new AtomicLong();

  // Of the worker's thread alone from here on.
  private @Nullable Source source;
  private @Nullable Binding binding;
  private @Nullable Judge candidate;
  private @Nullable Binding candidateBinding;

  private SourceWorker(
      SourceInstance instance,
      SourceContext context,
      Lane lane,
      Judging judging,
      Future<Binding> firstBinding,
      int tries) {
    this.instance = instance;
    this.context = context;
    this.lane = lane;
    this.judging = judging;
    this.sink = new JudgingSink(instance, lane, judging, context.metrics());
    this.firstBinding = firstBinding;
    this.backoff = new Backoff(tries);
    this.thread =
        Thread.ofPlatform().daemon().name("eyrie-source-" + instance.name()).unstarted(this::run);
    this.thread.setContextClassLoader(instance.loader());
  }

  /**
   * Starts a worker.
   *
   * @param instance what to open
   * @param context what the plugin is lent
   * @param lane where alerts and checkpoints go
   * @param judging how events are judged and alerts admitted
   * @param binding the rules to begin with; may still be compiled while the source is opened.
   *     Without them the worker ends
   * @param tries how many failures in a row are followed by another try
   */
  public static SourceWorker start(
      SourceInstance instance,
      SourceContext context,
      Lane lane,
      Judging judging,
      Future<Binding> binding,
      int tries) {
    SourceWorker worker = new SourceWorker(instance, context, lane, judging, binding, tries);
    worker.thread.start();
    return worker;
  }

  /** What is run. */
  public SourceInstance instance() {
    return instance;
  }

  /**
   * Binds new rules beside those in force, which go on.
   *
   * @return completes exceptionally with a {@link PluginException} when the source can't give what
   *     the new rules need; nothing has changed then
   */
  public CompletableFuture<Void> prepare(Binding next) {
    return submit(() -> prepareNow(next));
  }

  /** Puts the prepared rules in force, between two events. */
  public CompletableFuture<Void> commit() {
    return submit(this::commitNow);
  }

  /** Drops the prepared rules. */
  public CompletableFuture<Void> abandon() {
    return submit(this::abandonNow);
  }

  /** How the instance is doing. */
  public WorkerStatus status() {
    long began = callBegan;
    long seconds = began == 0 ? 0 : (System.nanoTime() - began) / 1_000_000_000L;
    Duration limit = state == WorkerState.STARTING ? OPENING_STALLED_AFTER : STALLED_AFTER;
    Counts counts = sink.counts();
    return new WorkerStatus(
        name(),
        instance.plugin(),
        instance.declaration().name(),
        state,
        seconds >= limit.toSeconds() ? seconds : 0,
        failure,
        revision,
        counts.events(),
        counts.alerts(),
        counts.malformed(),
        counts.lost(),
        Math.max(0, openings.get() - 1));
  }

  /** Waits until the input has ended, the source was given up, or the worker was stopped. */
  public void awaitEnd() throws InterruptedException {
    thread.join();
  }

  /**
   * Ends the worker: what has been judged is stored, the source is closed.
   *
   * @param limit how long to wait before the thread is interrupted, and again after that
   * @return whether it has ended; false when the plugin hangs in a call
   */
  public boolean stop(Duration limit) throws InterruptedException {
    stopping = true;
    tasks.add(Task.NOTHING);
    if (thread.join(limit)) {
      return true;
    }
    thread.interrupt();
    if (thread.join(limit)) {
      return true;
    }
    LOG.error(
        "{}: the plugin {} hangs in a call and can't be ended; its thread is left behind",
        name(),
        instance.plugin());
    return false;
  }

  private CompletableFuture<Void> submit(Step step) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(new Task(step, done));
    if (state.over()) {
      drainTasks();
    }
    return done;
  }

  private void run() {
    try {
      while (!stopping && !state.over()) {
        long began = System.nanoTime();
        try {
          runOnce();
        } catch (InterruptedException | WorkerStopped _) {
          stopping = true;
        } catch (Throwable e) {
          failed(e, Duration.ofNanos(System.nanoTime() - began));
        }
      }
    } catch (InterruptedException | WorkerStopped _) {
      LOG.debug("{}: interrupted", name());
    } finally {
      callBegan = 0;
      if (!state.over()) {
        state = WorkerState.STOPPED;
      }
      drainTasks();
    }
  }

  private void runOnce() throws PluginException, InterruptedException {
    state = WorkerState.STARTING;
    sink.opening();
    openings.incrementAndGet();
    callBegan = System.nanoTime();
    Source opened = instance.opener().open(context);
    callBegan = 0;
    source = opened;
    try {
      sink.opened(opened);
      StartTimes.done(name() + " is opened");
      Binding first = binding();
      opened.enable(first.eventTypes());
      inForce(Judge.bind(first, opened));
      sink.watching();
      state = WorkerState.RUNNING;
      failure = "";
      StartTimes.done(name() + " is watching");
      if (openings.get() == 1) {
        Rehearsal.begin(
            instance, context.dataDirectory(), first, judging, () -> stopping || state.over());
      }
      boolean ended = pollUntilEnd(opened);
      if (ended) {
        state = WorkerState.ENDED;
      }
    } finally {
      source = null;
      candidate = null;
      close(opened);
    }
  }

  /** The rules in force; waits for those to begin with. */
  private Binding binding() throws InterruptedException {
    Binding now = binding;
    if (now == null) {
      try {
        now = firstBinding.get();
      } catch (CancellationException | ExecutionException e) {
        LOG.debug("{}: there are no rules to begin with", name(), e);
        throw new InterruptedException("there are no rules to begin with");
      }
      binding = now;
    }
    return now;
  }

  /** Whether the input came to its end. */
  private boolean pollUntilEnd(Source opened) throws PluginException, InterruptedException {
    while (!stopping) {
      for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      if (poll(opened) == Progress.END) {
        sink.ended();
        while (!lane.flush(FLUSH_STEP) && !stopping) {
          tellCommitted(opened);
        }
        tellCommitted(opened);
        return true;
      }
    }
    drain(opened);
    return false;
  }

  private Progress poll(Source opened) throws PluginException, InterruptedException {
    long pollBegan = sink.now();
    callBegan = System.nanoTime();
    Progress progress = opened.poll(sink);
    callBegan = 0;
    sink.polled(progress == Progress.MORE ? OptionalLong.empty() : OptionalLong.of(pollBegan));
    tellCommitted(opened);
    return progress;
  }

  /** What the kernel has already given is judged before the end; files are read on next time. */
  private void drain(Source opened) throws PluginException, InterruptedException {
    if (instance.declaration().delivery() == Delivery.BEST_EFFORT) {
      long until = System.nanoTime() + RING_DRAIN_LIMIT.toNanos();
      while (poll(opened) == Progress.MORE && System.nanoTime() - until < 0) {
        LOG.trace("{}: drains", name());
      }
    }
    sink.closing();
    lane.flush(DRAIN_LIMIT);
    tellCommitted(opened);
  }

  private void tellCommitted(Source opened) throws PluginException {
    OptionalLong ticket = sink.newlyCommitted();
    if (ticket.isPresent()) {
      opened.committed(ticket.getAsLong());
    }
  }

  private void close(Source opened) {
    try {
      opened.close();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{}: closing the source failed: {}", name(), e.toString(), e);
    }
  }

  private void failed(Throwable cause, Duration ranFor) throws InterruptedException {
    callBegan = 0;
    boolean retryable = !(cause instanceof PluginException known) || known.retryable();
    String reason = reason(cause);
    failure = reason;
    Optional<Duration> pause = retryable ? backoff.failed(ranFor) : Optional.empty();
    sink.failed(reason, Math.max(1, backoff.failures()), pause.isEmpty());
    if (pause.isEmpty()) {
      LOG.error("{}: given up: {}", name(), reason);
      state = WorkerState.GIVEN_UP;
      return;
    }
    LOG.warn("{}: failed, opened again in {} s: {}", name(), pause.get().toSeconds(), reason);
    state = WorkerState.RESTING;
    rest(pause.get());
  }

  private String reason(Throwable cause) {
    if (cause instanceof PluginException known
        && known.kind() != PluginException.Kind.INTERNAL
        && known.getMessage() != null) {
      return known.getMessage();
    }
    LOG.error("{}: the plugin {} threw", name(), instance.plugin(), cause);
    return "the plugin " + instance.plugin() + " threw " + cause;
  }

  private void rest(Duration pause) throws InterruptedException {
    long until = System.nanoTime() + pause.toNanos();
    while (!stopping) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return;
      }
      Task task = tasks.poll(left, TimeUnit.NANOSECONDS);
      if (task != null) {
        task.run();
      }
    }
  }

  private void prepareNow(Binding next) throws PluginException {
    Source open = source;
    Binding now = binding;
    candidateBinding = next;
    if (open == null || now == null) {
      return;
    }
    BitSet both = now.eventTypes();
    both.or(next.eventTypes());
    try {
      open.enable(both);
      candidate = Judge.bind(next, open);
    } catch (PluginException | RuntimeException | LinkageError e) {
      candidateBinding = null;
      open.enable(now.eventTypes());
      throw e;
    }
  }

  private void commitNow() throws PluginException {
    Binding next = candidateBinding;
    if (next == null) {
      return;
    }
    candidateBinding = null;
    binding = next;
    Source open = source;
    if (open != null) {
      // The source may have been opened, with the old rules, after the new ones were prepared.
      Judge judge = candidate != null ? candidate : Judge.bind(next, open);
      candidate = null;
      inForce(judge);
      open.enable(next.eventTypes());
    }
  }

  private void abandonNow() {
    candidateBinding = null;
    candidate = null;
    Source open = source;
    Binding now = binding;
    if (open != null && now != null) {
      try {
        open.enable(now.eventTypes());
      } catch (PluginException e) {
        LOG.warn("{}: keeps more event types on than its rules need: {}", name(), e.getMessage());
      }
    }
  }

  private String name() {
    return instance.name();
  }

  private void inForce(Judge judge) {
    sink.judgeBy(judge);
    revision = judge.binding().revision();
  }

  private void drainTasks() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.done().complete(null);
    }
  }

  /** Something to do on the worker's thread between two polls. */
  @FunctionalInterface
  private interface Step {
    void run() throws PluginException;
  }

  private record Task(Step step, CompletableFuture<Void> done) {

    static final Task NOTHING = new Task(() -> {}, new CompletableFuture<>());

    void run() {
      try {
        step.run();
        done.complete(null);
      } catch (PluginException | RuntimeException | LinkageError e) {
        done.completeExceptionally(e);
      }
    }
  }
}
