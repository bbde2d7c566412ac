// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;

/** How an alert becomes one syslog message, without an end of the line in it or behind it. */
interface MessageForm {

  /** The message; characters above ASCII in its texts are to be sent as UTF-8. */
  String of(Alert alert);

  /** The number before each message: facility and severity. */
  static int pri(int facility, Alert alert) {
    return facility * 8 + severity(alert.priority());
  }

  /** Priorities have the names of syslog's severities. */
  private static int severity(Priority priority) {
    return switch (priority) {
      case EMERGENCY -> 0;
      case ALERT -> 1;
      case CRITICAL -> 2;
      case ERROR -> 3;
      case WARNING -> 4;
      case NOTICE -> 5;
      case INFORMATIONAL -> 6;
      case DEBUG -> 7;
    };
  }

  /** A name of the header: visible ASCII, and {@code -} where nothing is left. */
  static String header(String text, int most) {
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < text.length() && header.length() < most; i++) {
      char c = text.charAt(i);
      header.append(c > ' ' && c <= '~' ? c : '_');
    }
    return header.isEmpty() ? "-" : header.toString();
  }
}
