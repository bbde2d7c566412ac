// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import io.eyrie.api.alert.Alert;

/**
 * The two ways to write an alert on one line.
 *
 * <p>Alerts carry text of attackers. Whatever a terminal would act on or a reader of lines would
 * take for their end is written as a JSON escape.
 */
enum LineFormat {
  /** Time, priority and message, escaped as within a JSON string. */
  TEXT {
    @Override
    void append(Alert alert, JsonKeys keys, StringBuilder line) {
      String text = alert.output();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '"' -> line.append("\\\"");
          case '\\' -> line.append("\\\\");
          case '\n' -> line.append("\\n");
          case '\r' -> line.append("\\r");
          case '\t' -> line.append("\\t");
          case '\b' -> line.append("\\b");
          case '\f' -> line.append("\\f");
          default -> appendVisible(c, text, i, line);
        }
      }
    }
  },
  /** The alert's JSON; what JSON lets through and terminals act on is escaped too. */
  JSON {
    @Override
    void append(Alert alert, JsonKeys keys, StringBuilder line) {
      String text = keys.of(alert);
      for (int i = 0; i < text.length(); i++) {
        appendVisible(text.charAt(i), text, i, line);
      }
    }
  };

  private static final String HEX = "0123456789abcdef";

  abstract void append(Alert alert, JsonKeys keys, StringBuilder line);

  private static void appendVisible(char c, String text, int at, StringBuilder line) {
    if (c < ' ' || (c >= 0x7F && c < 0xA0) || reorders(c)) {
      line.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        line.append(HEX.charAt(c >> shift & 0xF));
      }
    } else if (Character.isSurrogate(c) && !paired(c, text, at)) {
      line.append('\uFFFD');
    } else {
      line.append(c);
    }
  }

  /** Characters that end a line or turn the direction of what follows. */
  private static boolean reorders(char c) {
    return (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F;
  }

  private static boolean paired(char c, String text, int at) {
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
