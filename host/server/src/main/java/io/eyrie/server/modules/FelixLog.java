// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands the framework's own messages to the host's log, all of them below the level of warnings.
 */
final class FelixLog extends Logger {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(FelixLog.class);

  /** Refusals are told in the host's own words, so the framework's are for debugging. */
  @Override
  protected void doLog(int level, String message, @Nullable Throwable throwable) {
    LOG.atLevel(level == LOG_ERROR ? Level.INFO : Level.DEBUG).setCause(throwable).log(message);
  }
}
