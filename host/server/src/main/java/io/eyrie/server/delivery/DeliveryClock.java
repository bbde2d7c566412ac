// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that delivery goes by, and its waits, so that tests can move it instead of sleeping. */
interface DeliveryClock {

  /** The machine's. */
  DeliveryClock SYSTEM =
      new DeliveryClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long epochNanos() {
          return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        }

        @Override
        public boolean await(CountDownLatch end, long nanos) throws InterruptedException {
          return end.await(nanos, TimeUnit.NANOSECONDS);
        }
      };

  /** Nanoseconds from some point on, never backwards. */
  long nanoTime();

  /** Nanoseconds since the epoch. */
  long epochNanos();

  /** Waits so long, or until the end has come; whether it has. */
  boolean await(CountDownLatch end, long nanos) throws InterruptedException;
}
