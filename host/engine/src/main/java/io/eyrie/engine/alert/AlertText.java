// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.alert.Priority;
import java.time.ZoneId;

/** The line that people read: {@code HH:MM:SS.nnnnnnnnn: Priority message}. */
public final class AlertText {
  private AlertText() {}

  /** The line, without an end of line. */
  public static String line(long timeNanos, ZoneId zone, Priority priority, String message) {
    return EventTimes.clock(timeNanos, zone) + ": " + priority.label() + " " + message;
  }
}
