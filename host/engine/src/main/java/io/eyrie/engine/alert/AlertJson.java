// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.alert.Alert;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The line of JSON that machines read: Falco's keys and our {@code id}, all sorted; no blank, no
 * end of line. Texts that are no valid UTF-16 come out with U+FFFD.
 */
public final class AlertJson {
  private AlertJson() {}

  /** The line for an alert; calls all its accessors but {@link Alert#json()}. */
  public static String line(Alert alert) {
    StringBuilder out = new StringBuilder(512);
    out.append("{\"hostname\":");
    text(out, alert.hostname());
    out.append(",\"id\":");
    text(out, alert.id());
    out.append(",\"output\":");
    text(out, alert.output());
    out.append(",\"output_fields\":");
    fields(out, alert);
    out.append(",\"priority\":");
    text(out, alert.priority().label());
    out.append(",\"rule\":");
    text(out, alert.rule());
    out.append(",\"source\":");
    text(out, alert.source());
    out.append(",\"tags\":");
    value(out, List.copyOf(new TreeSet<>(alert.tags())));
    out.append(",\"time\":");
    text(out, EventTimes.iso8601Zulu(alert.timeNanos()));
    return out.append('}').toString();
  }

  private static void fields(StringBuilder out, Alert alert) {
    TreeMap<String, @Nullable Object> sorted = new TreeMap<>(alert.fields());
    sorted.put("evt.time", alert.timeNanos());
    char before = '{';
    for (Map.Entry<String, @Nullable Object> field : sorted.entrySet()) {
      out.append(before);
      before = ',';
      text(out, field.getKey());
      out.append(':');
      value(out, field.getValue());
    }
    out.append('}');
  }

  private static void value(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> text(out, text);
      case Double decimal when decimal.isNaN() || decimal.isInfinite() ->
          text(out, decimal.toString());
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth.booleanValue());
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i > 0 ? "," : "");
          value(out, list.get(i));
        }
        out.append(']');
      }
      default -> text(out, value.toString());
    }
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F) {
            out.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else if (!Character.isSurrogate(c)) {
            out.append(c);
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            out.append('\uFFFD');
          }
        }
      }
    }
    out.append('"');
  }
}
