// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The SLF4J logger of one name. */
final class HostLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  private static final List<String> TALKATIVE = List.of("org.pf4j.", "jdk.", "java.");

  /** Whether it tells of every step it takes, which is of interest to nobody but an author. */
  private final boolean talkative;

  HostLogger(String name) {
    this.name = name;
    this.talkative = TALKATIVE.stream().anyMatch(name::startsWith);
  }

  @Override
  public boolean isTraceEnabled() {
    return HostLog.shows(LogLevel.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return HostLog.shows(level(Level.DEBUG));
  }

  @Override
  public boolean isInfoEnabled() {
    return HostLog.shows(level(Level.INFO));
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

  private LogLevel level(Level level) {
    return switch (level) {
      case ERROR -> LogLevel.ERROR;
      case WARN -> LogLevel.WARNING;
      case INFO -> talkative ? LogLevel.DEBUG : LogLevel.INFO;
      case DEBUG -> talkative ? LogLevel.TRACE : LogLevel.DEBUG;
      case TRACE -> LogLevel.TRACE;
    };
  }
}
