// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import io.eyrie.httpclient.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The index template of the alerts' data stream.
 *
 * <p>The fields of alerts are one column that can be searched by their names. As a column each they
 * would number hundreds, and a field that is a number in one rule and a text in another would have
 * alerts refused.
 */
final class IndexTemplate {

  private static final int PRIORITY = 300;
  private static final Map<String, Object> KEYWORD = Map.of("type", "keyword");
  private static final Map<String, Object> TEXT = Map.of("type", "text");
  private static final Map<String, Object> TIME = Map.of("type", "date_nanos");

  private IndexTemplate() {}

  /**
   * The JSON of the template.
   *
   * @param openSearch whether the cluster is OpenSearch, which has its own name for such columns
   */
  static String json(String index, boolean openSearch) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("@timestamp", TIME);
    properties.put("time", TIME);
    properties.put("message", TEXT);
    properties.put("output", TEXT);
    for (String name : List.of("id", "rule", "priority", "source", "hostname", "tags")) {
      properties.put(name, KEYWORD);
    }
    properties.put("output_fields", Map.of("type", openSearch ? "flat_object" : "flattened"));
    return JsonText.of(json ->
        JsonText.write(
            json,
            Map.of(
                "index_patterns",
                List.of(index),
                "data_stream",
                Map.of(),
                "priority",
                (long) PRIORITY,
                "template",
                Map.of("mappings", Map.of("dynamic", false, "properties", properties)),
                "_meta",
                Map.of("description", "Alerts of Eyrie"))));
  }

  /** Whether the answer to {@code GET /} is that of OpenSearch. */
  static boolean openSearch(String body) {
    try (JsonParser json = JsonText.parser(body)) {
      JsonToken token = json.nextToken();
      while (token != null) {
        if (token == JsonToken.PROPERTY_NAME && json.currentName().equals("distribution")) {
          return json.nextToken() == JsonToken.VALUE_STRING
              && json.getString().equals("opensearch");
        }
        token = json.nextToken();
      }
      return false;
    } catch (JacksonException _) {
      return false;
    }
  }
}
