// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The threads that were alive at one moment, for finding those that were started since and should
 * have ended.
 */
public final class ThreadCensus {

  /** The JDK's threads that carry and wake virtual threads, by the names of their classes. */
  private static final Set<String> CARRIERS =
      Set.of("jdk.internal.misc.CarrierThread", "java.util.concurrent.DelayScheduler");

  private final Set<Thread> before;

  private ThreadCensus(Set<Thread> before) {
    this.before = before;
  }

  /** Counts the threads that live now. */
  public static ThreadCensus take() {
    return new ThreadCensus(Set.copyOf(Thread.getAllStackTraces().keySet()));
  }

  /** The threads that were started since and still live, aside from those of the JVM itself. */
  public List<Thread> newcomers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && !ofTheJvm(thread))
        .toList();
  }

  /** Waits for all newcomers to end; answers the names of those that have not within the time. */
  public List<String> stillThereAfter(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    for (Thread thread : newcomers()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return newcomers().stream().map(Thread::getName).sorted().toList();
  }

  /** Threads that the JDK starts on first use and keeps for all. */
  private static boolean ofTheJvm(Thread thread) {
    String name = thread.getName();
    // Read once: a thread that ends meanwhile has no group any more.
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || group.getName().equals("system")
        || group.getName().equals("InnocuousThreadGroup")
        || name.startsWith("ForkJoinPool.commonPool-")
        || CARRIERS.contains(thread.getClass().getName())
        || name.startsWith("process reaper");
  }
}
