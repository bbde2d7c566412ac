// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A small JSON text as maps, lists and texts; numbers and truths are texts, null is nothing.
 *
 * @param node a map, a list, a text, or null for what is not there
 */
record JsonTree(@Nullable Object node) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads an object; empty when the text is none. */
  static Optional<JsonTree> object(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      JsonTree tree = new JsonTree(value(parser));
      return tree.node instanceof Map && parser.nextToken() == null
          ? Optional.of(tree)
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        map.put(key, value(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getString();
  }

  /** What stands there, from key to key. */
  JsonTree at(String... keys) {
    Object here = node;
    for (String key : keys) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return new JsonTree(here);
  }

  /** The text that it is; empty for all else. */
  String text() {
    return node instanceof String text ? text : "";
  }

  /** The elements of the list that it is; empty for all else. */
  List<JsonTree> elements() {
    List<JsonTree> elements = new ArrayList<>();
    if (node instanceof List<?> list) {
      list.forEach(element -> elements.add(new JsonTree(element)));
    }
    return elements;
  }

  /** Whether something is there. */
  boolean present() {
    return node != null;
  }
}
