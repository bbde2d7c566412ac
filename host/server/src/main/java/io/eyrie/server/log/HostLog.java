// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one place where lines of the log are put together and written, each by one call.
 *
 * <p>Safe for several threads. A line is cut at {@value #LONGEST} characters and holds no control
 * characters, so that what an event or a plugin says can't forge another line or play with a
 * terminal. When the stream is gone, so are the lines: there is nobody to tell.
 */
public final class HostLog {

  static final int LONGEST = 4_096;

  private static final OutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

  private static volatile LogLevel threshold = LogLevel.INFO;
  private static volatile boolean traces;
  private static volatile OutputStream stream = STANDARD_ERROR;

  private HostLog() {}

  /** Shows lines as severe as this or more from now on. */
  public static void level(LogLevel least) {
    threshold = least;
  }

  /** Whether stack traces are shown below the lines that come with an exception. */
  public static void traces(boolean shown) {
    traces = shown;
  }

  /** Writes to this stream from now on; to standard error until this is called. */
  public static void to(OutputStream target) {
    stream = target;
  }

  static boolean shows(LogLevel level) {
    return level.shownAt(threshold);
  }

  static void write(LogLevel level, String logger, String message, @Nullable Throwable thrown) {
    if (!shows(level)) {
      return;
    }
    StringBuilder line = new StringBuilder(160);
    line.append(Instant.now().truncatedTo(ChronoUnit.SECONDS)).append(' ');
    String word = level == LogLevel.WARNING ? "WARN" : level.name();
    line.append(word).append(" ".repeat(6 - word.length()));
    line.append(shortName(logger)).append(": ");
    append(line, message);
    if (thrown != null) {
      line.append(" (");
      append(line, reason(thrown));
      line.append(')');
    }
    line.append('\n');
    if (thrown != null && traces) {
      line.append(StackTraceText.of(thrown));
    }
    byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
    OutputStream target = stream;
    synchronized (HostLog.class) {
      try {
        target.write(bytes);
        target.flush();
      } catch (IOException _) {
        // Standard error is closed: there is nowhere left to say so.
      }
    }
  }

  /**
   * Classes of the host by their package, so that lines of one duty read alike; others as given.
   */
  private static String shortName(String logger) {
    String own = "io.eyrie.server.";
    if (logger.startsWith(own)) {
      int dot = logger.indexOf('.', own.length());
      return dot < 0 ? logger.substring(own.length()) : logger.substring(own.length(), dot);
    }
    return logger;
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static void append(StringBuilder line, String text) {
    int shown = Math.min(text.length(), LONGEST);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    if (shown < text.length()) {
      line.append("... (").append(text.length() - shown).append(" more characters)");
    }
  }
}
