// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.alert.EventTimes;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON line of an alert, in the shape that users of Falco know, plus the key {@code id}; and
 * back.
 *
 * <p>Keys are sorted, those of {@code output_fields} too. Numbers keep all their digits; a decimal
 * number that JSON can't write (infinite, not a number) becomes a text.
 */
public final class AlertJson {

  private static final JsonFactory JSON = new JsonFactory();

  private AlertJson() {}

  static String encode(
      String id,
      long timeNanos,
      String rule,
      Priority priority,
      String source,
      List<String> tags,
      String hostname,
      String output,
      Map<String, @Nullable Object> fields) {
    StringWriter text = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("hostname", hostname);
      json.writeStringProperty("id", id);
      json.writeStringProperty("output", output);
      json.writeName("output_fields");
      json.writeStartObject();
      new TreeMap<>(fields)
          .forEach((name, value) -> {
            json.writeName(name);
            writeValue(json, value);
          });
      json.writeEndObject();
      json.writeStringProperty("priority", priority.label());
      json.writeStringProperty("rule", rule);
      json.writeStringProperty("source", source);
      if (!source.equals(AlertRecord.INTERNAL) || !tags.isEmpty()) {
        json.writeName("tags");
        writeValue(json, tags);
      }
      json.writeStringProperty("time", EventTimes.iso8601Zulu(timeNanos));
      json.writeEndObject();
    }
    return text.toString();
  }

  /**
   * What a stored alert's JSON line says that stands nowhere else: host name, output, fields, tags.
   *
   * @throws tools.jackson.core.JacksonException if the text is not a JSON object
   */
  public static Parts decode(String text) {
    String hostname = "";
    String output = "";
    Map<String, @Nullable Object> fields = Map.of();
    List<String> tags = List.of();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "hostname" -> hostname = json.getString();
          case "output" -> output = json.getString();
          case "output_fields" -> fields = readFields(json);
          case "tags" -> tags = readTexts(json);
          default -> json.skipChildren();
        }
      }
    }
    return new Parts(hostname, output, fields, tags);
  }

  /** Texts as a JSON array. */
  public static String texts(List<String> texts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      writeValue(json, texts);
    }
    return text.toString();
  }

  /** The texts of a JSON array that {@link #texts(List)} has made. */
  public static List<String> texts(String array) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), array)) {
      json.nextToken();
      return readTexts(json);
    }
  }

  /**
   * Parts of an alert that only its JSON line holds.
   *
   * @param fields sorted by name
   */
  public record Parts(
      String hostname, String output, Map<String, @Nullable Object> fields, List<String> tags) {}

  private static void writeValue(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case BigInteger number -> json.writeNumber(number);
      case Double number when Double.isFinite(number) -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(element -> writeValue(json, element));
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }

  private static Map<String, @Nullable Object> readFields(JsonParser json) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, readValue(json));
    }
    return fields;
  }

  private static List<String> readTexts(JsonParser json) {
    List<String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(json.getString());
    }
    return texts;
  }

  private static @Nullable Object readValue(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_NUMBER_INT -> readInteger(json);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(json));
        }
        yield list;
      }
      default -> json.getString();
    };
  }

  private static Object readInteger(JsonParser json) {
    BigInteger number = json.getBigIntegerValue();
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }
}
