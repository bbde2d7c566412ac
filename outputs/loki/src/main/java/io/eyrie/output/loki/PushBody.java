// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.loki;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.alerttext.FieldText;
import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import io.eyrie.httpclient.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * The body of a push: the alerts of a batch by streams.
 *
 * <p>A stream's labels are those of which there are few: rule, source, priority, host, and what the
 * operator adds. Whatever has many values stands in the line.
 *
 * @param labels of the operator
 * @param metadata whether fields go along as structured metadata
 */
record PushBody(Map<String, String> labels, AlertLine line, boolean metadata) {

  /** The JSON of a batch; lines of a stream in the order of their times. */
  String json(List<Alert> batch) {
    Map<Map<String, String>, List<Alert>> streams = new LinkedHashMap<>();
    for (Alert alert : batch) {
      streams.computeIfAbsent(labelsOf(alert), _ -> new ArrayList<>()).add(alert);
    }
    return JsonText.of(json -> {
      json.writeStartObject();
      json.writeName("streams");
      json.writeStartArray();
      streams.forEach((stream, alerts) -> write(json, stream, alerts));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private Map<String, String> labelsOf(Alert alert) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("service_name", "eyrie");
    all.put("rule", alert.rule());
    all.put("source", alert.source());
    all.put("priority", alert.priority().label().toLowerCase(Locale.ROOT));
    all.put("hostname", alert.hostname());
    return all;
  }

  private void write(JsonGenerator json, Map<String, String> stream, List<Alert> alerts) {
    json.writeStartObject();
    json.writeName("stream");
    json.writeStartObject();
    stream.forEach((name, value) -> json.writeStringProperty(name, VisibleText.of(value)));
    json.writeEndObject();
    json.writeName("values");
    json.writeStartArray();
    alerts.stream()
        .sorted(Comparator.comparingLong(Alert::timeNanos))
        .forEach(alert -> {
          StringBuilder text = new StringBuilder();
          line.append(alert, text);
          json.writeStartArray();
          json.writeString(Long.toString(alert.timeNanos()));
          json.writeString(text.toString());
          if (metadata) {
            writeMetadata(json, alert);
          }
          json.writeEndArray();
        });
    json.writeEndArray();
    json.writeEndObject();
  }

  /** All of it must be texts. */
  private static void writeMetadata(JsonGenerator json, Alert alert) {
    json.writeStartObject();
    json.writeStringProperty("alert_id", alert.id());
    json.writeStringProperty("alert_tags", String.join(",", alert.tags()));
    new TreeMap<>(alert.fields())
        .forEach((name, value) -> {
          if (value != null) {
            json.writeStringProperty(name, VisibleText.of(FieldText.of(value)));
          }
        });
    json.writeEndObject();
  }
}
