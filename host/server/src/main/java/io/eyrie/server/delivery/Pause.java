// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between tries: each twice the last up to a longest, and shortened at random by up to a
 * half so that what failed together does not come back together.
 */
final class Pause {

  private final long firstNanos;
  private final long longestNanos;
  private long nextNanos;

  Pause(Duration first, Duration longest) {
    this.firstNanos = first.toNanos();
    this.longestNanos = Math.max(longest.toNanos(), firstNanos);
    this.nextNanos = firstNanos;
  }

  /** The next pause in nanoseconds. */
  long next() {
    long whole = nextNanos;
    nextNanos = Math.min(2 * whole, longestNanos);
    return whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1);
  }

  /** Begins again with the shortest. */
  void reset() {
    nextNanos = firstNanos;
  }
}
