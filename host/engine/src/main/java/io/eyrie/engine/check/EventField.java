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
  /** The time in the line of an alert. */
  OUTPUT_TIME(
      "evt.outputtime",
      FieldType.STRING,
      "Local time of day as the line of an alert has it; epoch nanoseconds in JSON."),
  /** Nanoseconds since the first event. */
  RELTIME(
      "evt.reltime",
      FieldType.RELTIME,
      "Nanoseconds since the first event of this run of the source.",
      Presence.ALWAYS,
      Owner.SOURCE_FIRST),
  /** Seconds since the first event. */
  RELTIME_S(
      "evt.reltime.s",
      FieldType.RELTIME,
      "Whole seconds since the first event of this run of the source.",
      Presence.ALWAYS,
      Owner.SOURCE_FIRST),
  /** The nanoseconds within the second since the first event. */
  RELTIME_NS(
      "evt.reltime.ns",
      FieldType.RELTIME,
      "Nanoseconds within the second since the first event of this run of the source.",
      Presence.ALWAYS,
      Owner.SOURCE_FIRST),
  /** The plugin. */
  PLUGIN_NAME(
      "evt.pluginname",
      FieldType.STRING,
      "Name of the plugin that the event came from; absent for system calls.",
      Presence.SOME,
      Owner.SOURCE_FIRST),
  /** The event in the plugin's own words. */
  PLUGIN_INFO(
      "evt.plugininfo",
      FieldType.STRING,
      "The event in its plugin's own words; absent where the plugin has none.",
      Presence.SOME,
      Owner.SOURCE_FIRST),
  /** Whether the event is one that a plugin put in. */
  IS_ASYNC(
      "evt.is_async",
      FieldType.BOOL,
      "Whether a plugin put the event in among others.",
      Presence.ALWAYS,
      Owner.SOURCE_FIRST),
  /** The name of an event that a plugin put in. */
  ASYNC_TYPE(
      "evt.asynctype",
      FieldType.STRING,
      "Name of an event that a plugin put in among others; absent from all others.",
      Presence.SOME,
      Owner.SOURCE_FIRST),
  /** The event source. */
  SOURCE("evt.source", FieldType.STRING, "Name of the event source."),
  /** The configured instance. */
  PLUGIN_INSTANCE(
      "evt.plugininstance", FieldType.STRING, "Configured name of the source instance."),
  /** The machine. */
  HOSTNAME("evt.hostname", FieldType.STRING, "Name of the machine.");

  /** Which events have a field. */
  private enum Presence {
    ALWAYS,
    SOME
  }

  /** Who gives a field that a source declares, too. */
  private enum Owner {
    ENGINE,
    SOURCE_FIRST
  }

  @SuppressWarnings("ImmutableEnumChecker") // a Field never changes, but carries no such annotation
  private final Field field;

  private final Presence presence;
  private final Owner owner;

  EventField(String name, FieldType type, String description) {
    this(name, type, description, Presence.ALWAYS, Owner.ENGINE);
  }

  EventField(String name, FieldType type, String description, Presence presence, Owner owner) {
    this.field = Field.of(name, type, description);
    this.presence = presence;
    this.owner = owner;
  }

  /** The declaration, as sources make theirs. */
  public Field field() {
    return field;
  }

  @Override
  public boolean always() {
    return presence == Presence.ALWAYS;
  }

  /** Whether the field of a source that declares one of the same name is the one that counts. */
  boolean yields() {
    return owner == Owner.SOURCE_FIRST;
  }

  /** All declarations. */
  public static List<Field> fields() {
    return Arrays.stream(values()).map(EventField::field).toList();
  }
}
