// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Until when an answer must be there.
 *
 * @param atNanos by {@link System#nanoTime()}
 * @param limit how long that was at first, for the message
 */
public record Deadline(long atNanos, Duration limit) {

  /** So long from now. */
  public static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos(), limit);
  }

  /**
   * What is left, milliseconds, at least 1.
   *
   * @throws SocketTimeoutException when nothing is left
   */
  long leftMillis() throws SocketTimeoutException {
    long left = atNanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer within " + limit.toMillis() + " ms");
    }
    return left / 1_000_000 + 1;
  }
}
