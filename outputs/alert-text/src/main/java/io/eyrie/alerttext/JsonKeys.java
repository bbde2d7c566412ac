// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

import io.eyrie.api.alert.Alert;

/**
 * Which keys the JSON line of an alert has, besides those that it always has.
 *
 * @param output whether {@code output}, the line for people
 * @param message whether {@code message}, that line without time and priority
 * @param outputFields whether {@code output_fields}
 * @param tags whether {@code tags}
 */
public record JsonKeys(boolean output, boolean message, boolean outputFields, boolean tags) {

  /** The keys of an alert's own JSON line. */
  public static final JsonKeys USUAL = new JsonKeys(true, false, true, true);

  /** The line with these keys; they stay sorted. */
  String of(Alert alert) {
    String json = alert.json();
    if (equals(USUAL)) {
      return json;
    }
    StringBuilder line = new StringBuilder(json.length() + alert.message().length());
    boolean told = !message;
    int at = 1;
    while (json.charAt(at) == '"') {
      int keyEnd = endOfText(json, at);
      String key = json.substring(at + 1, keyEnd - 1);
      int end = endOfValue(json, keyEnd + 1);
      if (!told && key.compareTo("message") > 0) {
        told = true;
        appendMessage(alert, line);
      }
      if (wanted(key)) {
        line.append(line.isEmpty() ? '{' : ',').append(json, at, end);
      }
      if (json.charAt(end) != ',') {
        break;
      }
      at = end + 1;
    }
    if (!told) {
      appendMessage(alert, line);
    }
    return line.append(line.isEmpty() ? "{}" : "}").toString();
  }

  private boolean wanted(String key) {
    return switch (key) {
      case "output" -> output;
      case "output_fields" -> outputFields;
      case "tags" -> tags;
      default -> true;
    };
  }

  /** Control characters are left to {@link LineFormat}, which writes them as escapes. */
  private static void appendMessage(Alert alert, StringBuilder line) {
    line.append(line.isEmpty() ? '{' : ',')
        .append("\"message\":\"")
        .append(alert.message().replace("\\", "\\\\").replace("\"", "\\\""))
        .append('"');
  }

  /** Where the text in quotes that begins here is over. */
  private static int endOfText(String json, int quote) {
    int at = quote + 1;
    while (json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** Where the value that begins here is over: at the comma or brace behind it. */
  private static int endOfValue(String json, int start) {
    int depth = 0;
    int at = start;
    while (true) {
      switch (json.charAt(at)) {
        case '"' -> at = endOfText(json, at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth-- == 0) {
            return at;
          }
        }
        case ',' -> {
          if (depth == 0) {
            return at;
          }
        }
        default -> {}
      }
      at++;
    }
  }
}
