// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Messages of RFC 3164, whose times know neither year nor zone: local time, as the RFC says. */
record Rfc3164(int facility, String appName, long pid, ZoneId zone, AlertLine line)
    implements MessageForm {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
  private static final int LONGEST_HOST = 255;

  @Override
  public String of(Alert alert) {
    StringBuilder message = new StringBuilder(512);
    message
        .append('<')
        .append(MessageForm.pri(facility, alert))
        .append('>')
        .append(TIME.format(Instant.ofEpochSecond(0, alert.timeNanos()).atZone(zone)))
        .append(' ')
        .append(MessageForm.header(alert.hostname(), LONGEST_HOST))
        .append(' ')
        .append(appName)
        .append('[')
        .append(pid)
        .append("]: ");
    line.append(alert, message);
    return message.toString();
  }
}
