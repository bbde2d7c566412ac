// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Number, sum and maximum of durations in nanoseconds. Safe for several threads. */
public final class Timer implements LongConsumer {

  private final LongAdder count = new LongAdder();
  private final LongAdder sum = new LongAdder();
  private final LongAccumulator max = new LongAccumulator(Math::max, 0);

  Timer() {}

  /** Takes one duration; a negative one, which a clock that was set can give, counts as none. */
  @Override
  public void accept(long nanos) {
    long duration = Math.max(0, nanos);
    count.increment();
    sum.add(duration);
    max.accumulate(duration);
  }

  /** How many there were. */
  public long count() {
    return count.sum();
  }

  /** All together, in nanoseconds. */
  public long sumNanos() {
    return sum.sum();
  }

  /** The longest, in nanoseconds. */
  public long maxNanos() {
    return max.get();
  }
}
