// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.api.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Knows the containers that events are of. The engines are asked by two threads of its own; the
 * worker of the source calls {@link #entry}, which never waits, and takes over what has arrived by
 * {@link #arrived()}.
 *
 * <p>An engine is asked a few times in a row at first, since a container's first process may run
 * before the engine tells of it. A container that nobody knows is asked for again after a second,
 * then after ever longer pauses of up to a minute, but only while events of it come. So is one
 * whose address was not known yet. Containers beyond the bound are forgotten, the longest unused
 * first, and counted.
 */
public final class ContainerRegistry implements Containers, AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST_ASKED_AT_ONCE = 1024;
  private static final long[] FIRST_TRIES_MILLIS = {40, 80, 160};
  private static final long FIRST_PAUSE_NANOS = 1_000_000_000;
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ContainerSettings settings;
  private final EngineSockets sockets;
  private final ScheduledThreadPoolExecutor threads;
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger number = new AtomicInteger();
  private final Set<Thread> started = ConcurrentHashMap.newKeySet();

  // Of the worker alone.
  private final ContainerEntry host = new ContainerEntry(ContainerRef.HOST, 0, false);
  private final LinkedHashMap<ContainerRef, ContainerEntry> entries =
      new LinkedHashMap<>(64, 0.75f, true);
  private long lastKey;
  private volatile int size;
  private volatile String troubles = "";

  private final LongAdder fetches;
  private final LongAdder failures;
  private final LongAdder unknown;
  private final LongAdder evicted;
  private final LongAdder refused;

  /** Begins with nothing; starts its threads when they are needed. */
  public ContainerRegistry(ContainerSettings settings, Metrics metrics) {
    this.settings = settings;
    this.sockets = new EngineSockets(settings);
    this.threads = new ScheduledThreadPoolExecutor(THREADS, this::thread);
    threads.setKeepAliveTime(10, TimeUnit.SECONDS);
    threads.allowCoreThreadTimeOut(true);
    fetches = metrics.counter("container_fetches", "Containers that engines were asked for.");
    failures =
        metrics.counter("container_fetch_failures", "Questions that an engine did not answer.");
    unknown = metrics.counter("containers_unknown", "Containers that no engine knew when asked.");
    evicted =
        metrics.counter(
            "containers_evicted", "Containers forgotten to stay within max_containers.");
    refused =
        metrics.counter(
            "container_fetches_refused", "Containers not asked for since too many were waiting.");
    metrics.gauge("containers", "Containers kept in memory.", () -> size);
    metrics.gauge(
        "container_engines", "Sockets of container engines that can be asked.", sockets::reachable);
  }

  private Thread thread(Runnable work) {
    started.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("eyrie-containers-" + number.incrementAndGet())
            .unstarted(work);
    started.add(thread);
    return thread;
  }

  @Override
  public ContainerEntry entry(ContainerRef ref) {
    if (ref.host()) {
      return host;
    }
    ContainerEntry entry = entries.get(ref);
    if (entry == null) {
      entry = add(ref);
    } else if (entry.nextAskNanos != ContainerEntry.NEVER
        && !entry.asking
        && System.nanoTime() - entry.nextAskNanos >= 0) {
      ask(entry);
    }
    return entry;
  }

  /** What is known of all containers now; of the worker. */
  public void each(Consumer<ContainerFacts> action) {
    for (ContainerEntry entry : entries.values()) {
      ContainerFacts facts = entry.facts();
      if (facts != null) {
        action.accept(facts);
      }
    }
  }

  private ContainerEntry add(ContainerRef ref) {
    if (entries.size() >= settings.maxContainers()) {
      Iterator<ContainerEntry> eldest = entries.values().iterator();
      eldest.next();
      eldest.remove();
      evicted.increment();
    }
    boolean askable =
        EngineKind.order(ref.engine()).stream()
            .anyMatch(kind -> settings.sockets().containsKey(kind));
    ContainerEntry entry = new ContainerEntry(ref, ++lastKey, askable);
    entries.put(ref, entry);
    size = entries.size();
    if (askable) {
      ask(entry);
    }
    return entry;
  }

  private void ask(ContainerEntry entry) {
    if (asked.get() >= MOST_ASKED_AT_ONCE) {
      refused.increment();
      entry.settle(null);
      pause(entry);
      return;
    }
    entry.asking = true;
    asked.incrementAndGet();
    fetches.increment();
    submit(entry, entry.ref(), 0, 0);
  }

  /** The next container whose first question is over, or null when there is none now. */
  public @Nullable ContainerEntry arrived() {
    for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
      ContainerEntry entry = answer.entry();
      boolean first = entry.pending();
      ContainerFacts facts = answer.facts();
      entry.asking = false;
      entry.settle(facts);
      if (facts != null && facts.complete()) {
        entry.nextAskNanos = ContainerEntry.NEVER;
      } else {
        pause(entry);
      }
      if (first) {
        return entry;
      }
    }
    return null;
  }

  private static void pause(ContainerEntry entry) {
    int doublings = Math.min(entry.unanswered++, MOST_DOUBLINGS);
    entry.nextAskNanos = System.nanoTime() + (FIRST_PAUSE_NANOS << doublings);
  }

  /**
   * Which engines can't be asked though their sockets are there, and what to do; empty when all is
   * well. Of any thread; the same text object as long as nothing changes.
   */
  public String troubles() {
    return troubles;
  }

  private void submit(ContainerEntry entry, ContainerRef ref, int tried, long delayMillis) {
    try {
      var _ = threads.schedule(() -> fetch(entry, ref, tried), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      answer(entry, null);
    }
  }

  /** On a thread of the registry; the entry is only handed back. */
  private void fetch(ContainerEntry entry, ContainerRef ref, int tried) {
    ContainerFacts found = null;
    boolean present = false;
    try {
      for (EngineKind kind : EngineKind.order(ref.engine())) {
        for (EngineSocket socket : sockets.present(kind)) {
          present = true;
          Optional<ContainerFacts> facts = ask(socket, ref);
          if (found == null && facts.isPresent()) {
            found = facts.get();
          }
          if (found != null) {
            break;
          }
        }
        if (found != null) {
          break;
        }
      }
    } finally {
      tellTroubles();
      if (found == null && present && tried < FIRST_TRIES_MILLIS.length) {
        submit(entry, ref, tried + 1, FIRST_TRIES_MILLIS[tried]);
      } else {
        answer(entry, found == null ? null : cut(found));
      }
    }
  }

  private Optional<ContainerFacts> ask(EngineSocket socket, ContainerRef ref) {
    try {
      return socket.find(ref.fullId());
    } catch (IOException _) {
      failures.increment();
      return Optional.empty();
    }
  }

  private void tellTroubles() {
    String now = sockets.troubles();
    String told =
        now.isEmpty()
            ? ""
            : "containers have no names where an engine can't be asked: "
                + now
                + "; give access to the socket, or set engines.*.enabled to false";
    if (!told.equals(troubles)) {
      troubles = told;
    }
  }

  private void answer(ContainerEntry entry, @Nullable ContainerFacts facts) {
    asked.decrementAndGet();
    if (facts == null) {
      unknown.increment();
    }
    answers.add(new Answer(entry, facts));
  }

  private ContainerFacts cut(ContainerFacts facts) {
    ContainerFacts.Pod pod = facts.pod();
    return new ContainerFacts(
        facts.fullId(),
        facts.engine(),
        facts.name(),
        facts.image(),
        cut(facts.labels()),
        facts.mounts(),
        facts.privileged(),
        facts.sharing(),
        facts.ip(),
        pod == null
            ? null
            : new ContainerFacts.Pod(
                pod.name(),
                pod.namespace(),
                pod.uid(),
                pod.sandboxId(),
                cut(pod.labels()),
                pod.ip(),
                pod.cniJson()));
  }

  private Map<String, String> cut(Map<String, String> labels) {
    Map<String, String> cut = new TreeMap<>();
    int most = settings.labelMaxLength();
    labels.forEach((key, value) -> {
      int length = Math.min(most, value.length());
      // Half of a pair would be no text.
      boolean half = length < value.length() && Character.isHighSurrogate(value.charAt(length - 1));
      cut.put(key, value.substring(0, half ? length - 1 : length));
    });
    return cut;
  }

  /** Ends its threads, questions under way included. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      for (Thread thread : started) {
        thread.join(CLOSE_LIMIT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(ContainerEntry entry, @Nullable ContainerFacts facts) {}
}
