// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import io.eyrie.engine.alert.EventTimes;
import java.time.ZoneId;

/** How the line of an alert tells the time, and which field of the alert has it. */
public enum LineTime {
  /** The local time of day. */
  CLOCK("evt.time"),
  /** Date and time in UTC, ISO 8601. */
  ISO_8601("evt.time.iso8601");

  private final String field;

  LineTime(String field) {
    this.field = field;
  }

  /** The name of the field. */
  String field() {
    return field;
  }

  String text(long timeNanos) {
    return switch (this) {
      case CLOCK -> EventTimes.clock(timeNanos, ZoneId.systemDefault());
      case ISO_8601 -> EventTimes.iso8601(timeNanos);
    };
  }
}
