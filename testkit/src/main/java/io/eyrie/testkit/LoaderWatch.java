// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a plugin's class loader goes away once nobody should hold it any more.
 *
 * <pre>{@code
 * LoaderWatch watch = LoaderWatch.of(plugin.loader());
 * // ... let the plugin go, and every reference of the test's own ...
 * watch.requireCollected(Duration.ofSeconds(20));
 * }</pre>
 *
 * <p>Not safe for several threads.
 */
public final class LoaderWatch {

  private static final Duration BETWEEN_COLLECTIONS = Duration.ofMillis(50);

  private final ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
  private final WeakReference<ClassLoader> loader;
  private final String name;

  private LoaderWatch(ClassLoader loader) {
    this.loader = new WeakReference<>(loader, queue);
    this.name = loader.toString();
  }

  /** Watches a loader without holding it. */
  public static LoaderWatch of(ClassLoader loader) {
    return new LoaderWatch(loader);
  }

  /** Collects garbage until the loader is gone, or the time is over; answers whether it is gone. */
  public boolean collectedWithin(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      System.gc();
      try {
        if (loader.refersTo(null) || queue.remove(BETWEEN_COLLECTIONS.toMillis()) != null) {
          return true;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return loader.refersTo(null);
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
    }
  }

  /**
   * Like {@link #collectedWithin}, with the threads that may hold the loader named on failure.
   *
   * @throws AssertionError if the loader is still there when the time is over
   */
  public void requireCollected(Duration deadline) {
    if (!collectedWithin(deadline)) {
      throw new AssertionError(
          name
              + " is still held after "
              + deadline
              + "; threads that know it: "
              + threadsThatKnowIt()
              + "; take a heap dump (jcmd <pid> GC.heap_dump) for other holders");
    }
  }

  /** The live threads that have the loader as their context, or whose own class it loaded. */
  public List<String> threadsThatKnowIt() {
    @Nullable ClassLoader held = loader.get();
    List<String> names = new ArrayList<>();
    if (held != null) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (held.equals(thread.getContextClassLoader())
            || held.equals(thread.getClass().getClassLoader())) {
          names.add(thread.getName());
        }
      }
    }
    names.sort(null);
    return names;
  }
}
