// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets the caller of a rare operation wait until it is durable. */
final class CallResult {

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable String failure;

  void succeeded() {
    done.countDown();
  }

  void failed(String reason) {
    failure = reason;
    done.countDown();
  }

  /** Waits; an interrupted caller gives up waiting, not the operation. */
  void await() throws InterruptedException {
    // The store answers every call, at the latest when it is closed; the limit is for its faults.
    if (!done.await(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the alert store did not answer");
    }
    String reason = failure;
    if (reason != null) {
      throw new IllegalStateException(reason);
    }
  }
}
