// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON to and from receivers. */
public final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /** What the writer writes, as text. */
  public static String of(Consumer<JsonGenerator> writer) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      writer.accept(json);
    }
    return text.toString();
  }

  /** Writes a value of an alert's field; a decimal number that JSON can't write becomes a text. */
  public static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Long number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case Double number when Double.isFinite(number) -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(member -> write(json, member));
        json.writeEndArray();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((key, member) -> {
          json.writeName(String.valueOf(key));
          write(json, member);
        });
        json.writeEndObject();
      }
      default -> json.writeString(value.toString());
    }
  }

  /**
   * A reader of a receiver's answer.
   *
   * @throws tools.jackson.core.JacksonException while reading, if it is no JSON
   */
  public static JsonParser parser(String text) {
    return JSON.createParser(ObjectReadContext.empty(), text);
  }

  /** Goes on behind the value that begins at the current token. */
  public static void skip(JsonParser json) {
    if (json.currentToken() == JsonToken.START_OBJECT
        || json.currentToken() == JsonToken.START_ARRAY) {
      json.skipChildren();
    }
  }
}
