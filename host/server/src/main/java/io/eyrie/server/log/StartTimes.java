// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, in debug lines of the log, how long after the beginning of the process each step of its
 * start was done: {@code eyrie run --debug} shows where a slow start is slow.
 *
 * <p>Safe for several threads.
 */
public final class StartTimes {

  private static final Logger LOG = LoggerFactory.getLogger("start");

  private StartTimes() {}

  /**
   * A step of the start is done.
   *
   * @param step what is now so, as {@code plugins are loaded}
   */
  public static void done(String step) {
    if (LOG.isDebugEnabled()) {
      // The kernel tells it to a hundredth of a second.
      Instant began = ProcessHandle.current().info().startInstant().orElse(Instant.now());
      LOG.debug(
          "{} ms after the process began, {}",
          Duration.between(began, Instant.now()).toMillis(),
          step);
    }
  }
}
