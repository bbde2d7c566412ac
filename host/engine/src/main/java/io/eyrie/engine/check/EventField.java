// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.Arrays;
import java.util.List;

/** The fields that the engine itself gives for the events of every source. */
public enum EventField implements EngineField {
  /** The name of the event type. */
  TYPE("evt.type", FieldType.STRING, "Name of the event type."),
  /** The number of the event. */
  NUM("evt.num", FieldType.UINT64, "Number of the event in this run of its source, from 1."),
  /** Local time of day. */
  TIME(
      "evt.time",
      FieldType.STRING,
      "Local time of day with nanoseconds; epoch nanoseconds in JSON."),
  /** Local time of day, whole seconds. */
  TIME_S(
      "evt.time.s",
      FieldType.STRING,
      "Local time of day, whole seconds; epoch nanoseconds in JSON."),
  /** UTC time in ISO 8601. */
  TIME_ISO8601(
      "evt.time.iso8601", FieldType.STRING, "UTC time in ISO 8601; epoch nanoseconds in JSON."),
  /** Local date and time. */
  DATETIME(
      "evt.datetime",
      FieldType.STRING,
      "Local date and time with nanoseconds; epoch nanoseconds in JSON."),
  /** Local date and time, whole seconds. */
  DATETIME_S(
      "evt.datetime.s",
      FieldType.STRING,
      "Local date and time, whole seconds; epoch nanoseconds in JSON."),
  /** Nanoseconds since the epoch. */
  RAWTIME("evt.rawtime", FieldType.ABSTIME, "Nanoseconds since the epoch."),
  /** Seconds since the epoch. */
  RAWTIME_S("evt.rawtime.s", FieldType.ABSTIME, "Seconds since the epoch."),
  /** The nanoseconds of the second. */
  RAWTIME_NS("evt.rawtime.ns", FieldType.ABSTIME, "Nanoseconds within the second."),
  /** The event source. */
  SOURCE("evt.source", FieldType.STRING, "Name of the event source."),
  /** The configured instance. */
  PLUGIN_INSTANCE(
      "evt.plugininstance", FieldType.STRING, "Configured name of the source instance."),
  /** The machine. */
  HOSTNAME("evt.hostname", FieldType.STRING, "Name of the machine.");

  @SuppressWarnings("ImmutableEnumChecker") // a Field never changes, but carries no such annotation
  private final Field field;

  EventField(String name, FieldType type, String description) {
    this.field = Field.of(name, type, description);
  }

  /** The declaration, as sources make theirs. */
  public Field field() {
    return field;
  }

  /** All declarations. */
  public static List<Field> fields() {
    return Arrays.stream(values()).map(EventField::field).toList();
  }
}
