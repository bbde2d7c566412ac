// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back that only garbage holds.
 *
 * <p>The serial collector lets the old generation grow up to {@code -Xmx} before it looks at it, so
 * what dies there would stay for hours on a host with few events. A minute after the start, and
 * whenever the heap has grown well beyond what the last look left, it is collected, which takes a
 * few tens of milliseconds; events wait in the rings and inputs meanwhile.
 *
 * <p>For one thread.
 */
final class HeapTrim {

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Growth that is not worth a collection. */
  private static final long LEAST_GROWTH = 16L << 20;

  private final LongSupplier heapBytes;
  private final Runnable collector;
  private long left = -LEAST_GROWTH;

  /**
   * Looks at a heap when told to.
   *
   * @param heapBytes what the heap takes from the system
   * @param collector collects it
   */
  HeapTrim(LongSupplier heapBytes, Runnable collector) {
    this.heapBytes = heapBytes;
    this.collector = collector;
  }

  /** Looks at the heap of this JVM once a minute; what it returns ends that. */
  static Runnable start() {
    HeapTrim trim = new HeapTrim(Runtime.getRuntime()::totalMemory, System::gc);
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("eyrie-heap").factory());
    // Kept by the executor: it ends with it.
    var _ =
        thread.scheduleWithFixedDelay(
            trim::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return thread::shutdownNow;
  }

  /** Collects when the heap has grown by half, and by more than a little, since the last time. */
  void look() {
    long taken = heapBytes.getAsLong();
    if (taken - left >= Math.max(LEAST_GROWTH, left / 2)) {
      collector.run();
      left = heapBytes.getAsLong();
    }
  }
}
