// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerttext.VisibleText;
import io.eyrie.api.alert.Alert;
import io.eyrie.httpclient.JsonText;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An alert as an event of CloudEvents 1.0.
 *
 * @param attributes the context attributes by name, all texts
 * @param data the alert's JSON
 */
record CloudEvent(Map<String, String> attributes, String data) {

  static CloudEvent of(Alert alert) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", alert.id());
    attributes.put(
        "source", "/eyrie/" + URLEncoder.encode(alert.hostname(), UTF_8).replace("+", "%20"));
    attributes.put("type", "io.eyrie.alert.v1");
    attributes.put("subject", subject(alert.rule()));
    attributes.put("time", Instant.ofEpochSecond(0, alert.timeNanos()).toString());
    attributes.put("priority", alert.priority().label().toLowerCase(Locale.ROOT));
    attributes.put("eventsource", alert.source());
    return new CloudEvent(attributes, alert.json());
  }

  /** Attributes must not hold control characters or halves of surrogates. */
  private static String subject(String rule) {
    return VisibleText.of(rule);
  }

  /** The structured form. */
  String json() {
    return JsonText.of(json -> {
      json.writeStartObject();
      attributes.forEach(json::writeStringProperty);
      json.writeStringProperty("datacontenttype", "application/json");
      json.writeName("data");
      json.writeRawValue(data);
      json.writeEndObject();
    });
  }

  /** The attributes as headers of the binary form, percent-encoded as the binding says. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    attributes.forEach((name, value) -> headers.put("ce-" + name, headerValue(value)));
    return headers;
  }

  private static String headerValue(String value) {
    StringBuilder header = new StringBuilder();
    for (byte b : value.getBytes(UTF_8)) {
      if (b <= ' ' || b > '~' || b == '"' || b == '%') {
        header.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        header.append((char) b);
      }
    }
    return header.toString();
  }
}
