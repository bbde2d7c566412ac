// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Leads what libraries say through {@code java.util.logging} into the host's log. */
public final class LibraryLog extends Handler {

  private LibraryLog() {}

  /** Takes the place of the handlers that the JDK sets up; warnings and worse come through. */
  public static void install() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(new LibraryLog());
  }

  @Override
  public void publish(LogRecord record) {
    LogLevel level =
        record.getLevel().intValue() >= Level.SEVERE.intValue() ? LogLevel.ERROR : LogLevel.WARNING;
    String logger = record.getLoggerName() == null ? "java" : record.getLoggerName();
    HostLog.write(level, logger, new SimpleFormatter().formatMessage(record), record.getThrown());
  }

  @Override
  public void flush() {
    // Each line is flushed when it is written.
  }

  @Override
  public void close() {
    // The stream is not this handler's own.
  }
}
