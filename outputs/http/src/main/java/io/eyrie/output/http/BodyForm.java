// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the body of a request holds. */
enum BodyForm {
  /** One alert, a JSON object. */
  ALERT(false, "application/json") {
    @Override
    String of(List<Alert> batch) {
      return batch.getFirst().json();
    }
  },
  /** A batch, a JSON array. */
  ALERTS(true, "application/json") {
    @Override
    String of(List<Alert> batch) {
      return batch.stream().map(Alert::json).collect(Collectors.joining(",", "[", "]"));
    }
  },
  /** A batch, each alert a JSON object on a line. */
  LINES(true, "application/x-ndjson") {
    @Override
    String of(List<Alert> batch) {
      return batch.stream().map(alert -> alert.json() + "\n").collect(Collectors.joining());
    }
  },
  /** One alert, a CloudEvent with its attributes in the body. */
  CLOUDEVENT(false, "application/cloudevents+json") {
    @Override
    String of(List<Alert> batch) {
      return CloudEvent.of(batch.getFirst()).json();
    }
  },
  /** One alert, a CloudEvent with its attributes in headers. */
  CLOUDEVENT_BINARY(false, "application/json") {
    @Override
    String of(List<Alert> batch) {
      return batch.getFirst().json();
    }
  },
  /** A batch, a JSON array of CloudEvents. */
  CLOUDEVENTS(true, "application/cloudevents-batch+json") {
    @Override
    String of(List<Alert> batch) {
      return batch.stream()
          .map(alert -> CloudEvent.of(alert).json())
          .collect(Collectors.joining(",", "[", "]"));
    }
  };

  private final boolean wholeBatch;
  private final String contentType;

  BodyForm(boolean wholeBatch, String contentType) {
    this.wholeBatch = wholeBatch;
    this.contentType = contentType;
  }

  static BodyForm of(String name) throws PluginException {
    for (BodyForm form : values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
        return form;
      }
    }
    throw PluginException.user(
        "config.invalid",
        "body: '"
            + name
            + "' is none of alert, alerts, lines, cloudevent, cloudevent_binary, cloudevents");
  }

  /** Whether a request holds a batch rather than one alert. */
  boolean wholeBatch() {
    return wholeBatch;
  }

  String contentType() {
    return contentType;
  }

  /** The body; of a batch of one where the form holds one. */
  abstract String of(List<Alert> batch);
}
