// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.slack;

import io.eyrie.alerttext.FieldText;
import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.httpclient.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The message of some alerts: an attachment each, coloured by its priority.
 *
 * <p>Nothing in it is read as markup: mentions and links are escaped, formatting, name linking and
 * previews of links are switched off.
 *
 * @param channel the empty text for that of the web hook; the same for {@code username}, {@code
 *     icon} and {@code footer}
 */
record SlackMessage(String channel, String username, String icon, String footer, Shown shown) {

  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_VALUE = 2_000;
  private static final int SHORT_VALUE = 36;

  /** What of an alert is shown. */
  enum Shown {
    TEXT,
    FIELDS,
    ALL;

    static Shown of(String name) throws PluginException {
      return switch (name) {
        case "text" -> TEXT;
        case "fields" -> FIELDS;
        case "all" -> ALL;
        default ->
            throw PluginException.user(
                "config.invalid", "format: '" + name + "' is none of text, fields, all");
      };
    }
  }

  /** The JSON of the message. */
  String json(List<Alert> alerts) {
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeStringProperty(
          "text",
          alerts.size() == 1
              ? escaped(alerts.getFirst().rule(), LONGEST_VALUE)
              : alerts.size() + " alerts");
      optional(json, "channel", channel);
      optional(json, "username", username);
      optional(json, "icon_url", icon);
      json.writeBooleanProperty("mrkdwn", false);
      json.writeStringProperty("parse", "none");
      json.writeBooleanProperty("link_names", false);
      json.writeBooleanProperty("unfurl_links", false);
      json.writeBooleanProperty("unfurl_media", false);
      json.writeName("attachments");
      json.writeStartArray();
      alerts.forEach(alert -> attachment(json, alert));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private void attachment(JsonGenerator json, Alert alert) {
    json.writeStartObject();
    json.writeStringProperty(
        "fallback", escaped(alert.priority().label() + ": " + alert.message(), LONGEST_VALUE));
    json.writeStringProperty("color", color(alert.priority()));
    if (shown != Shown.FIELDS) {
      json.writeStringProperty("text", escaped(alert.message(), LONGEST_TEXT));
    }
    if (shown != Shown.TEXT) {
      json.writeName("fields");
      json.writeStartArray();
      field(json, "rule", alert.rule());
      field(json, "priority", alert.priority().label());
      field(json, "source", alert.source());
      field(json, "hostname", alert.hostname());
      if (!alert.tags().isEmpty()) {
        field(json, "tags", String.join(", ", alert.tags()));
      }
      for (Map.Entry<String, @Nullable Object> value : new TreeMap<>(alert.fields()).entrySet()) {
        if (value.getValue() != null) {
          field(json, value.getKey(), FieldText.of(value.getValue()));
        }
      }
      json.writeEndArray();
    }
    optional(json, "footer", footer);
    json.writeNumberProperty("ts", TimeUnit.NANOSECONDS.toSeconds(alert.timeNanos()));
    json.writeName("mrkdwn_in");
    json.writeStartArray();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void field(JsonGenerator json, String title, String value) {
    json.writeStartObject();
    json.writeStringProperty("title", escaped(title, LONGEST_VALUE));
    json.writeStringProperty("value", escaped(value, LONGEST_VALUE));
    json.writeBooleanProperty("short", value.length() < SHORT_VALUE);
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String key, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(key, value);
    }
  }

  /** Slack reads three characters as markup wherever they stand. */
  private static String escaped(String text, int most) {
    return VisibleText.of(text, most)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static String color(Priority priority) {
    return switch (priority) {
      case EMERGENCY, ALERT -> "#b3002d";
      case CRITICAL -> "#e20b0b";
      case ERROR -> "#ff5400";
      case WARNING -> "#ffc700";
      case NOTICE -> "#5bffb5";
      case INFORMATIONAL -> "#68c2ff";
      case DEBUG -> "#ccfff2";
    };
  }
}
