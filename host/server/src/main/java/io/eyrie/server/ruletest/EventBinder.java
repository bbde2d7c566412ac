// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.field.Field;
import io.eyrie.engine.check.EngineField;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Problems;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.StaticField;
import io.eyrie.engine.check.SubjectBinder;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the literal events of rule tests against what their source declares. */
final class EventBinder {

  /** When events without a time happen. */
  private static final Instant USUAL_TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final SourceFields source;
  private final Mistakes mistakes;

  EventBinder(SourceFields source, Mistakes mistakes) {
    this.source = source;
    this.mistakes = mistakes;
  }

  /** The event; what is wrong with it goes to the mistakes. */
  LiteralEvent bind(TestEvent.Literal event) {
    String name = source.declaration().name();
    int type = 0;
    Name named = event.type();
    List<String> types = source.declaration().eventTypes();
    if (named != null) {
      type = Math.max(0, types.indexOf(named.text()));
      if (!types.contains(named.text())) {
        mistakes.at(
            named.span(),
            "source '" + name + "' has no event type '" + named.text() + "'",
            Suggestions.hint(
                named.text(), types, "'eyrie fields --source " + name + "' lists its event types"));
      }
    } else if (types.size() > 1) {
      mistakes.at(
          event.span(), "this event has no type", "add it, as in 'type: " + types.getFirst() + "'");
    }
    Map<FieldKey, FieldLiteral> fields = new LinkedHashMap<>();
    boolean typed = named == null || types.contains(named.text());
    String typeName = typed ? types.get(type) : "";
    event
        .fields()
        .forEach((key, entry) -> field(key, entry, typeName, event.usual().contains(key), fields));
    return new LiteralEvent(type, time(event), fields);
  }

  private void field(
      String text,
      Yaml.Entry entry,
      String eventType,
      boolean usual,
      Map<FieldKey, FieldLiteral> into) {
    FieldKey key = FieldKey.parse(text);
    FieldUse use = key == null ? null : use(key, entry.key());
    if (key == null) {
      mistakes.at(entry.key(), "'" + text + "' is no field", "write it as rules do");
    }
    if (use == null) {
      return;
    }
    Field field = use.field();
    EngineField engine = use.engine();
    if (engine != null) {
      mistakes.at(
          entry.key(),
          "field '" + field.name() + "' is given by the engine itself",
          switch (engine) {
            case EventField.TYPE ->
                "write 'type: " + source.declaration().eventTypes().getFirst() + "'";
            case EventField.NUM -> "events of a test are counted from 1";
            case EventField.TIME,
                EventField.TIME_S,
                EventField.TIME_ISO8601,
                EventField.DATETIME,
                EventField.DATETIME_S,
                EventField.OUTPUT_TIME,
                EventField.RAWTIME,
                EventField.RAWTIME_S,
                EventField.RAWTIME_NS,
                EventField.RELTIME,
                EventField.RELTIME_S,
                EventField.RELTIME_NS ->
                "write 'time: 2026-01-31T12:00:00Z'";
            case EventField.SOURCE,
                EventField.PLUGIN_NAME,
                EventField.PLUGIN_INFO,
                EventField.PLUGIN_INSTANCE,
                EventField.IS_ASYNC,
                EventField.ASYNC_TYPE,
                EventField.HOSTNAME ->
                "leave it out";
            case StaticField _ -> "it is set by 'static_fields' in the configuration";
          });
      return;
    }
    if (!field.eventTypes().isEmpty()
        && !eventType.isEmpty()
        && !field.eventTypes().contains(eventType)) {
      if (usual) {
        return;
      }
      mistakes.at(
          entry.key(),
          "events of type '" + eventType + "' have no field '" + field.name() + "'",
          "it comes with " + String.join(", ", field.eventTypes()));
      return;
    }
    FieldLiteral.read(field, entry.value(), mistakes)
        .ifPresent(value -> into.put(new FieldKey(field.name(), use.argument()), value));
  }

  private @Nullable FieldUse use(FieldKey key, Span place) {
    Diagnostics diagnostics = new Diagnostics();
    FieldUse use =
        new SubjectBinder(source, new Problems(Code.LOAD_ERR_COMPILE_CONDITION, diagnostics))
            .field(new Expr.FieldRef(key.name(), key.argument(), place));
    for (Diagnostic diagnostic : diagnostics.sorted()) {
      if (diagnostic.severity() == Severity.ERROR) {
        mistakes.at(place, diagnostic.message(), diagnostic.hint());
      }
    }
    return use;
  }

  private long time(TestEvent.Literal event) {
    Name time = event.time();
    Instant instant = USUAL_TIME;
    if (time != null) {
      try {
        instant = Instant.parse(time.text());
      } catch (DateTimeParseException _) {
        mistakes.at(
            time.span(),
            "'" + time.text() + "' is no point in time",
            "write it in UTC, as in 2026-01-31T12:00:00Z");
      }
    }
    try {
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (ArithmeticException _) {
      mistakes.at(
          time == null ? event.span() : time.span(),
          "this time is too far away",
          "take one of now");
      return 0;
    }
  }
}
