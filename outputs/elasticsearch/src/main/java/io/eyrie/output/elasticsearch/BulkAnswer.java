// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

import io.eyrie.httpclient.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a cluster said of each document of a bulk request, in their order.
 *
 * @param items as many as documents were sent
 */
record BulkAnswer(List<Item> items) {

  /**
   * One document.
   *
   * @param type of the error; empty when there was none
   */
  record Item(int status, String type, String reason) {

    /** Whether the document is there, since now or since before. */
    boolean taken() {
      return (status >= 200 && status < 300) || status == 409;
    }

    /** Whether the cluster may take it later: it is busy, full or write-protected, or broken. */
    boolean again() {
      return status == 429
          || status >= 500
          || type.equals("cluster_block_exception")
          || type.equals("index_not_found_exception");
    }

    /** For the operator. */
    String text() {
      return type.isEmpty() ? "status " + status : type + ": " + reason;
    }
  }

  /** Reads the body; null when it is no answer to a bulk request. */
  static @Nullable BulkAnswer parse(String body) {
    List<Item> items = new ArrayList<>();
    boolean found = false;
    try (JsonParser json = JsonText.parser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String key = json.nextName(); key != null; key = json.nextName()) {
        JsonToken value = json.nextToken();
        if (key.equals("items") && value == JsonToken.START_ARRAY) {
          found = true;
          while (json.nextToken() == JsonToken.START_OBJECT) {
            items.add(item(json));
          }
        } else {
          JsonText.skip(json);
        }
      }
    } catch (JacksonException _) {
      return null;
    }
    return found ? new BulkAnswer(List.copyOf(items)) : null;
  }

  /** An object with one key, the action, that holds what came of it. */
  private static Item item(JsonParser json) {
    Item item = new Item(500, "", "");
    for (String action = json.nextName(); action != null; action = json.nextName()) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        item = outcome(json);
      }
    }
    return item;
  }

  private static Item outcome(JsonParser json) {
    int status = 500;
    String type = "";
    String reason = "";
    for (String key = json.nextName(); key != null; key = json.nextName()) {
      JsonToken value = json.nextToken();
      if (key.equals("status") && value == JsonToken.VALUE_NUMBER_INT) {
        status = json.getIntValue();
      } else if (key.equals("error") && value == JsonToken.START_OBJECT) {
        for (String part = json.nextName(); part != null; part = json.nextName()) {
          JsonToken told = json.nextToken();
          if (told == JsonToken.VALUE_STRING && part.equals("type")) {
            type = json.getString();
          } else if (told == JsonToken.VALUE_STRING && part.equals("reason")) {
            reason = json.getString();
          } else {
            JsonText.skip(json);
          }
        }
      } else {
        JsonText.skip(json);
      }
    }
    return new Item(status, type, reason);
  }
}
