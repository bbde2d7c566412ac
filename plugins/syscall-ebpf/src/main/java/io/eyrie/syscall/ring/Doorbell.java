// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.time.Duration;

/** How a reader asks to be woken by the next record. */
public interface Doorbell {

  /** Asks that the next record wake the reader; visible to the kernel program at once. */
  void arm();

  /** Takes the request back. */
  void disarm();

  /** Blocks until it rings, at most so long. */
  void await(Duration atMost);
}
