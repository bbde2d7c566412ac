// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Messages of RFC 5424, with identity, rule, source and tags as structured data. */
record Rfc5424(int facility, String appName, long pid, String dataId, AlertLine line)
    implements MessageForm {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LONGEST_HOST = 255;

  @Override
  public String of(Alert alert) {
    StringBuilder message = new StringBuilder(512);
    message
        .append('<')
        .append(MessageForm.pri(facility, alert))
        .append(">1 ")
        .append(TIME.format(Instant.ofEpochSecond(0, alert.timeNanos())))
        .append(' ')
        .append(MessageForm.header(alert.hostname(), LONGEST_HOST))
        .append(' ')
        .append(appName)
        .append(' ')
        .append(pid)
        .append(" alert [")
        .append(dataId);
    parameter(message, "id", alert.id());
    parameter(message, "rule", alert.rule());
    parameter(message, "source", alert.source());
    if (!alert.tags().isEmpty()) {
      parameter(message, "tags", String.join(",", alert.tags()));
    }
    message.append("] ");
    line.append(alert, message);
    return message.toString();
  }

  private static void parameter(StringBuilder message, String name, String value) {
    message.append(' ').append(name).append("=\"");
    String text = VisibleText.of(value);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c == ']') {
        message.append('\\');
      }
      message.append(c);
    }
    message.append('"');
  }
}
