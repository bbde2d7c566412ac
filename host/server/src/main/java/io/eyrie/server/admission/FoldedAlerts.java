// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admission;

import io.eyrie.api.alert.Priority;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Alerts of one rule and instance that were folded into one.
 *
 * @param rule the rule
 * @param priority its priority
 * @param source the event source
 * @param instance the source instance
 * @param revision the revision of the rules that raised the first of them
 * @param count how many
 * @param fromNanos the time of the earliest event, nanoseconds since the epoch
 * @param toNanos the time of the latest
 * @param samples the messages of the first few
 */
public record FoldedAlerts(
    String rule,
    Priority priority,
    String source,
    String instance,
    String revision,
    long count,
    long fromNanos,
    long toNanos,
    List<String> samples) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Copies the list. */
  public FoldedAlerts {
    samples = List.copyOf(samples);
  }

  /** Everything as one text, for the store to keep; {@link #parse} reads it. */
  public String state() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      json.writeString(rule);
      json.writeString(priority.name());
      json.writeString(source);
      json.writeString(instance);
      json.writeString(revision);
      json.writeNumber(count);
      json.writeNumber(fromNanos);
      json.writeNumber(toNanos);
      for (String sample : samples) {
        json.writeString(sample);
      }
      json.writeEndArray();
    }
    return text.toString();
  }

  /**
   * Reads what {@link #state()} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static FoldedAlerts parse(String state) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), state)) {
      json.nextToken();
      String rule = json.nextStringValue();
      Priority priority = Priority.valueOf(json.nextStringValue());
      String source = json.nextStringValue();
      String instance = json.nextStringValue();
      String revision = json.nextStringValue();
      long count = json.nextLongValue(0);
      long from = json.nextLongValue(0);
      long to = json.nextLongValue(0);
      List<String> samples = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        samples.add(json.getString());
      }
      return new FoldedAlerts(rule, priority, source, instance, revision, count, from, to, samples);
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalArgumentException("not the state of folded alerts: " + state, e);
    }
  }
}
