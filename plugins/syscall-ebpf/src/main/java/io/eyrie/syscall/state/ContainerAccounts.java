// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.state.AccountReader.Found;
import io.eyrie.syscall.state.AccountReader.Gone;
import io.eyrie.syscall.state.AccountReader.HostsRoot;
import io.eyrie.syscall.state.AccountReader.Read;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of containers, as their own files name them: read once for each container,
 * and again when a file has changed, which is looked at once a second while they are asked for.
 *
 * <p>A container's file systems can make whoever reads them wait, so threads aside do it. Who asks
 * first waits for them, since reading takes some 0.1 ms; but never longer than {@link #PATIENCE},
 * and for nobody for a while after that was in vain. What comes later is there for later events.
 * Bounded by containers and by memory; the longest unused are forgotten and counted. All but the
 * reading is of one thread.
 */
final class ContainerAccounts implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMillis(100);

  private static final long IMPATIENT_NANOS = 5_000_000_000L;
  private static final long CHECK_NANOS = 1_000_000_000L;
  private static final int READERS = 2;
  private static final int MOST_WAITING = 256;
  private static final int MOST_GENERATIONS = 64;

  /** What an account takes in memory beside its text, about. */
  private static final int ACCOUNT_BYTES = 128;

  private final ThreadTable threads;
  private final AccountReader reader;
  private final LongSupplier nanoTime;
  private final int mostContainers;
  private final long mostBytes;
  private final ThreadPoolExecutor readers;
  private final LinkedHashMap<ContainerRef, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private Accounts.@Nullable OfContainers listener;
  private long bytes;
  private long evicted;
  private long unread;
  private long impatientSince;
  private boolean impatient;

  /**
   * None yet.
   *
   * @param mostContainers how many containers are kept at most
   * @param mostBytes how much memory they take at most, about
   */
  ContainerAccounts(
      ThreadTable threads,
      AccountReader reader,
      LongSupplier nanoTime,
      int mostContainers,
      long mostBytes) {
    this.threads = threads;
    this.reader = reader;
    this.nanoTime = nanoTime;
    this.mostContainers = mostContainers;
    this.mostBytes = mostBytes;
    this.readers =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("eyrie-accounts-", 1).factory());
    readers.allowCoreThreadTimeOut(true);
  }

  /** Reads something, so that the first container need not wait for code to be loaded. */
  void warm() {
    var _ = readers.submit(() -> reader.read(ContainerRef.HOST, new long[] {1}, null));
  }

  /** What arrives is told to this one too. */
  void listener(Accounts.@Nullable OfContainers newListener) {
    listener = newListener;
  }

  /**
   * The users and groups of the container that a thread is in.
   *
   * @return {@link AccountTables#NONE} when they are not known, null when they are the host's
   */
  @Nullable AccountTables of(ThreadEntry thread) {
    Entry entry = looked(thread);
    if (entry.read == null) {
      await(entry);
    }
    if (entry.hostsRoot) {
      return null;
    }
    return entry.read == null ? AccountTables.NONE : entry.read.tables();
  }

  /** Begins to read those of the container that a thread is in, and doesn't wait. */
  void expect(ThreadEntry thread) {
    Entry _ = looked(thread);
  }

  private Entry looked(ThreadEntry thread) {
    ContainerRef container = thread.image().container();
    Entry entry = entries.get(container);
    if (entry == null) {
      entry = new Entry(container);
      entries.put(container, entry);
      shrink();
    }
    take(entry);
    if (entry.looking == null && entry.due(thread, nanoTime.getAsLong())) {
      look(entry, thread);
    }
    return entry;
  }

  private void look(Entry entry, ThreadEntry thread) {
    entry.lookedAt = nanoTime.getAsLong();
    entry.lookedFor = thread.image();
    entry.lookedThrough = thread.pid();
    long[] pids = processes(thread, entry.container);
    Read before = entry.read;
    try {
      entry.looking = readers.submit(() -> reader.read(entry.container, pids, before));
    } catch (RejectedExecutionException _) {
      // So many can only wait when the readers are stuck in others' file systems.
      unread++;
    }
  }

  /**
   * Processes of the container: first the one that began it, as far as that is known, since it
   * lives longest and is the least likely to have made itself another root.
   */
  private long[] processes(ThreadEntry thread, ContainerRef container) {
    long first = thread.pid();
    long parent = thread.ptid();
    for (int i = 0; i < MOST_GENERATIONS && parent > 0; i++) {
      ThreadEntry up = threads.peek(parent);
      if (up == null || !up.image().container().equals(container)) {
        break;
      }
      first = up.pid();
      parent = up.ptid();
    }
    return first == thread.pid()
        ? new long[] {first}
        : new long[] {first, thread.pid(), thread.ptid()};
  }

  private void await(Entry entry) {
    Future<Found> looking = entry.looking;
    if (looking == null || impatient && nanoTime.getAsLong() - impatientSince < IMPATIENT_NANOS) {
      return;
    }
    impatient = false;
    try {
      Found _ = looking.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      impatient = true;
      impatientSince = nanoTime.getAsLong();
      unread++;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException _) {
      // What ended in vain found nothing.
    }
    take(entry);
  }

  /** Takes over what a reader has found. */
  @SuppressWarnings("ReferenceEquality") // the reader gives back what has not changed
  private void take(Entry entry) {
    Future<Found> looking = entry.looking;
    if (looking == null || !looking.isDone()) {
      return;
    }
    entry.looking = null;
    Found found = looking.state() == Future.State.SUCCESS ? looking.resultNow() : Gone.FOUND;
    switch (found) {
      case Read read -> {
        entry.hostsRoot = false;
        if (read != entry.read) {
          bytes += weight(read) - weight(entry.read);
          entry.read = read;
          tell(entry, read);
          shrink();
        }
      }
      case HostsRoot _ -> entry.hostsRoot = entry.read == null;
      case Gone _ -> {
        if (entry.read == null) {
          unread++;
        }
      }
    }
  }

  private void tell(Entry entry, Read read) {
    Accounts.OfContainers into = listener;
    if (into != null) {
      each(entry.container, read, into);
    }
  }

  private static void each(ContainerRef container, Read read, Accounts.OfContainers into) {
    read.tables().each(user -> into.user(container, user), group -> into.group(container, group));
  }

  /** Tells all that are known. */
  void tell(Accounts.OfContainers into) {
    for (Entry entry : entries.values()) {
      if (entry.read != null) {
        each(entry.container, entry.read, into);
      }
    }
  }

  private static long weight(@Nullable Read read) {
    return read == null ? 0 : read.bytes() + (long) ACCOUNT_BYTES * read.tables().size();
  }

  /** Forgets the longest unused until the bounds are kept; never the one just used. */
  private void shrink() {
    Iterator<Map.Entry<ContainerRef, Entry>> eldest = entries.entrySet().iterator();
    while (entries.size() > 1 && (entries.size() > mostContainers || bytes > mostBytes)) {
      Entry forgotten = eldest.next().getValue();
      eldest.remove();
      bytes -= weight(forgotten.read);
      if (forgotten.looking != null) {
        boolean _ = forgotten.looking.cancel(false);
      }
      evicted++;
    }
  }

  /** How many containers are kept. */
  int size() {
    return entries.size();
  }

  /** How many containers were forgotten to stay within the bounds. */
  long evicted() {
    return evicted;
  }

  /** How often those of a container could not be read, or not in time. */
  long unread() {
    return unread;
  }

  /** Ends its threads; one that a file system holds ends when that lets it. */
  @Override
  public void close() {
    readers.shutdownNow();
  }

  /** What is known of a container's accounts. */
  private static final class Entry {
    final ContainerRef container;
    @Nullable Read read;
    @Nullable Future<Found> looking;
    @Nullable ProcessImage lookedFor;
    long lookedThrough;
    long lookedAt;
    boolean hostsRoot;

    Entry(ContainerRef container) {
      this.container = container;
    }

    /**
     * Whether to look: once a second; before anything was read also for each other process, as the
     * one that was asked may be gone, and for each program that is executed, as a runtime gives the
     * container its root just before.
     */
    @SuppressWarnings("ReferenceEquality") // each exec makes another one
    boolean due(ThreadEntry thread, long now) {
      return lookedFor == null
          || now - lookedAt >= CHECK_NANOS
          || read == null && (thread.image() != lookedFor || thread.pid() != lookedThrough);
    }
  }
}
