// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import io.eyrie.api.alert.Alert;
import io.eyrie.httpclient.JsonText;
import java.time.Instant;
import java.util.List;

/**
 * The body of a bulk request: for each alert the action {@code create} and the document.
 *
 * <p>The alert's id is the document's, so that an alert that comes again is found to be there.
 */
final class BulkBody {

  private BulkBody() {}

  /** Lines of JSON. */
  static String of(List<Alert> batch) {
    StringBuilder body = new StringBuilder();
    for (Alert alert : batch) {
      body.append("{\"create\":{\"_id\":\"").append(alert.id()).append("\"}}\n");
      body.append(document(alert)).append('\n');
    }
    return body.toString();
  }

  /** The alert's JSON with the keys that data streams and their tools ask for before it. */
  private static String document(Alert alert) {
    String first =
        JsonText.of(json -> {
          json.writeStartObject();
          json.writeStringProperty(
              "@timestamp", Instant.ofEpochSecond(0, alert.timeNanos()).toString());
          json.writeStringProperty("message", alert.message());
          json.writeEndObject();
        });
    return first.substring(0, first.length() - 1) + "," + alert.json().substring(1);
  }
}
