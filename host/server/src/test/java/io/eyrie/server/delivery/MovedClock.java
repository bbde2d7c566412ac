// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a wait moves on instead of lasting; else it goes with the machine's. */
final class MovedClock implements DeliveryClock {

  private final AtomicLong moved = new AtomicLong();

  /** Moves it on. */
  void move(Duration by) {
    moved.addAndGet(by.toNanos());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + moved.get();
  }

  @Override
  public long epochNanos() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + moved.get();
  }

  @Override
  public boolean await(CountDownLatch end, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (end.getCount() > 0) {
      moved.addAndGet(nanos);
    }
    return end.getCount() == 0;
  }
}
