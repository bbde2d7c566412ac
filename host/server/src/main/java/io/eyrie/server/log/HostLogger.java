// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The SLF4J logger of one name. */
final class HostLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  HostLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return HostLog.shows(LogLevel.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return HostLog.shows(LogLevel.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return HostLog.shows(LogLevel.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return HostLog.shows(LogLevel.WARNING);
  }

  @Override
  public boolean isErrorEnabled() {
    return HostLog.shows(LogLevel.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String message =
        arguments == null ? pattern : MessageFormatter.basicArrayFormat(pattern, arguments);
    HostLog.write(level(level), getName(), String.valueOf(message), thrown);
  }

  private static LogLevel level(Level level) {
    return switch (level) {
      case ERROR -> LogLevel.ERROR;
      case WARN -> LogLevel.WARNING;
      case INFO -> LogLevel.INFO;
      case DEBUG -> LogLevel.DEBUG;
      case TRACE -> LogLevel.TRACE;
    };
  }
}
