// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import io.eyrie.alerttext.FieldText;
import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.httpclient.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How an alert is told to Alertmanager.
 *
 * <p>To Alertmanager two alerts with the same labels are the same one. So the labels are those that
 * say what kind of alert it is and where, besides those that the operator chose; everything else is
 * an annotation. Values are for people to read in mails and chats, so what a terminal would act on
 * is escaped.
 *
 * @param expiresAfter zero to leave the end to Alertmanager
 */
record PostableAlert(
    Map<String, String> labels,
    Map<String, String> annotations,
    List<String> labelFields,
    Map<Priority, String> severities,
    Duration expiresAfter) {

  /** The JSON of a batch. */
  String json(List<Alert> batch, Instant now) {
    return JsonText.of(json -> {
      json.writeStartArray();
      batch.forEach(alert -> write(json, alert, now));
      json.writeEndArray();
    });
  }

  private void write(JsonGenerator json, Alert alert, Instant now) {
    json.writeStartObject();
    json.writeName("labels");
    texts(json, labelsOf(alert));
    json.writeName("annotations");
    texts(json, annotationsOf(alert));
    json.writeStringProperty("startsAt", Instant.ofEpochSecond(0, alert.timeNanos()).toString());
    if (!expiresAfter.isZero()) {
      json.writeStringProperty("endsAt", now.plus(expiresAfter).toString());
    }
    json.writeEndObject();
  }

  private Map<String, String> labelsOf(Alert alert) {
    Map<String, String> all = new TreeMap<>(labels);
    for (String field : labelFields) {
      Object value = alert.fields().get(field);
      if (value != null) {
        all.put(LabelName.of(field), FieldText.of(value));
      }
    }
    all.put("alertname", alert.rule());
    all.put("priority", alert.priority().label());
    all.put("severity", String.valueOf(severities.get(alert.priority())));
    all.put("source", alert.source());
    all.put("hostname", alert.hostname());
    return all;
  }

  private Map<String, String> annotationsOf(Alert alert) {
    Map<String, String> all = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> field : alert.fields().entrySet()) {
      if (field.getValue() != null && !labelFields.contains(field.getKey())) {
        all.put(LabelName.of(field.getKey()), FieldText.of(field.getValue()));
      }
    }
    all.putAll(annotations);
    all.put("summary", alert.message());
    all.put("description", alert.output());
    all.put("id", alert.id());
    if (!alert.tags().isEmpty()) {
      all.put("tags", String.join(",", alert.tags()));
    }
    return all;
  }

  private static void texts(JsonGenerator json, Map<String, String> texts) {
    json.writeStartObject();
    texts.forEach((name, value) -> json.writeStringProperty(name, VisibleText.of(value)));
    json.writeEndObject();
  }
}
