// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.engine.alert.EventTimes;
import io.eyrie.engine.check.Derived;
import io.eyrie.engine.check.EngineField;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.StaticField;
import io.eyrie.engine.check.Subject;
import io.eyrie.engine.derive.Derivation;
import io.eyrie.engine.derive.Values;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PredicateGroup;
import io.eyrie.engine.plan.RuleIndex;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the event that is being judged: the values fetched, which carry the number of
 * the round in which that was, and the predicates answered.
 */
final class EventFrame implements Values {
  private final RuleIndex index;
  private final Extraction extraction;
  private final EvaluatorSettings settings;
  private final PredicateGroup[] groups;
  private final Subject[] subjects;
  private final @Nullable Derivation[] derivations;
  private final Value[] values;
  private final int[] requests;
  private final Value.Kind[] kinds;
  private final boolean[] lists;
  private final int[] fetched;
  private final long[] known;
  private final long[] bits;
  private final long[] scratch;
  private final String source;
  private final List<String> typeNames;

  private int round;
  private int eventType;
  private long timeNanos;
  private long number;

  EventFrame(RuleIndex index, Extraction extraction, EvaluatorSettings settings) {
    this.index = index;
    this.extraction = extraction;
    this.settings = settings;
    this.groups = new PredicateGroup[index.groupCount()];
    Arrays.setAll(groups, index::group);
    this.values = new Value[index.slots().size()];
    Arrays.setAll(values, _ -> new Value());
    this.subjects = index.slots().toArray(Subject[]::new);
    this.derivations = new Derivation[subjects.length];
    for (int slot = 0; slot < subjects.length; slot++) {
      if (subjects[slot] instanceof Derived derived) {
        derivations[slot] = Derivation.of(derived, index.slots()::indexOf);
      }
    }
    this.requests = new int[subjects.length];
    Arrays.setAll(requests, index::request);
    this.kinds = new Value.Kind[subjects.length];
    Arrays.setAll(kinds, slot -> kind(subjects[slot].type()));
    this.lists = new boolean[subjects.length];
    for (int slot = 0; slot < subjects.length; slot++) {
      lists[slot] = subjects[slot].list();
    }
    this.fetched = new int[values.length];
    this.known = new long[index.wordCount()];
    this.bits = new long[index.wordCount()];
    this.scratch = new long[index.wordCount()];
    this.source = index.source().declaration().name();
    this.typeNames = index.source().declaration().eventTypes();
  }

  void begin(int type, long time, long eventNumber) {
    if (++round == 0) {
      Arrays.fill(fetched, 0);
      round = 1;
    }
    Arrays.fill(bits, 0);
    Arrays.fill(known, 0);
    eventType = type;
    timeNanos = time;
    number = eventNumber;
    settings.first().note(time);
  }

  long timeNanos() {
    return timeNanos;
  }

  /** The bitmap of the event; what is not known is zero. */
  long[] bits() {
    return bits;
  }

  /** Bitmap of the predicates that were answered. */
  long[] known() {
    return known;
  }

  /** Answers the predicates of a group, which was not done for this event. */
  void answer(int group) {
    answer(groups[group]);
  }

  /** Answers the group of the lowest of some bits of a word. */
  void answer(int word, long missing) {
    answer(groups[index.groupOfBit((word << 6) + Long.numberOfTrailingZeros(missing))]);
  }

  private void answer(PredicateGroup predicates) {
    Value value = value(predicates.slot());
    if (value.present()) {
      if (predicates.rightSlot() < 0) {
        predicates.mark(value, bits, scratch);
      } else {
        Value right = value(predicates.rightSlot());
        if (right.present()) {
          predicates.markPair(value, right, bits);
        }
      }
    }
    predicates.cover(known);
  }

  /** The value of a slot, fetched or derived at most once per event. */
  @Override
  public Value value(int slot) {
    Value value = values[slot];
    if (fetched[slot] != round) {
      value.clear();
      int request = requests[slot];
      if (request >= 0) {
        extraction.extract(request, value);
        if (value.list() != lists[slot] || value.kind() != kinds[slot]) {
          verify(slot, value);
        }
      } else {
        make(slot, value);
      }
      fetched[slot] = round;
    }
    return value;
  }

  /** Gives a value that the source does not. */
  private void make(int slot, Value value) {
    Derivation derivation = derivations[slot];
    if (derivation != null) {
      derivation.derive(this, value);
    } else if (subjects[slot] instanceof FieldUse use && use.engine() != null) {
      give(use.engine(), value);
    }
  }

  private void verify(int slot, Value value) {
    if (!value.present() || !(subjects[slot] instanceof FieldUse use)) {
      return;
    }
    boolean fits = value.size() == 0 || value.kind() == kinds[slot];
    if (!fits || (value.list() != use.list() && !use.several())) {
      throw new IllegalStateException(
          "the source wrote "
              + (value.list() ? "a list of " : "a single ")
              + value.kind()
              + " for field "
              + use.text()
              + ", declared "
              + use.field().type()
              + (use.field().list() ? " list" : ""));
    }
  }

  private static Value.Kind kind(FieldType type) {
    return switch (type) {
      case STRING, BYTES, IP, IPNET -> Value.Kind.BYTES;
      case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT -> Value.Kind.NUMBER;
      case DOUBLE -> Value.Kind.DECIMAL;
    };
  }

  private void give(EngineField field, Value value) {
    switch (field) {
      case EventField.TYPE -> value.set(typeNames.get(eventType));
      case EventField.NUM -> value.set(number);
      case EventField.TIME -> value.set(EventTimes.clock(timeNanos, settings.zone()));
      case EventField.TIME_S -> value.set(EventTimes.clockSeconds(timeNanos, settings.zone()));
      case EventField.TIME_ISO8601 -> value.set(EventTimes.iso8601(timeNanos));
      case EventField.DATETIME -> value.set(EventTimes.dateTime(timeNanos, settings.zone()));
      case EventField.DATETIME_S ->
          value.set(EventTimes.dateTimeSeconds(timeNanos, settings.zone()));
      case EventField.RAWTIME -> value.set(timeNanos);
      case EventField.RAWTIME_S -> value.set(EventTimes.seconds(timeNanos));
      case EventField.RAWTIME_NS -> value.set(EventTimes.nanosOfSecond(timeNanos));
      case EventField.OUTPUT_TIME -> value.set(EventTimes.clock(timeNanos, settings.zone()));
      case EventField.RELTIME -> value.set(settings.first().until(timeNanos));
      case EventField.RELTIME_S -> value.set(EventTimes.seconds(settings.first().until(timeNanos)));
      case EventField.RELTIME_NS ->
          value.set(EventTimes.nanosOfSecond(settings.first().until(timeNanos)));
      case EventField.PLUGIN_NAME -> {
        String plugin = settings.plugin();
        if (plugin != null && !source.equals(RuleDefinition.DEFAULT_SOURCE)) {
          value.set(plugin);
        }
      }
      case EventField.PLUGIN_INFO, EventField.ASYNC_TYPE -> {}
      case EventField.IS_ASYNC -> value.set(false);
      case EventField.SOURCE -> value.set(source);
      case EventField.PLUGIN_INSTANCE -> value.set(settings.instance());
      case EventField.HOSTNAME -> value.set(settings.hostname());
      case StaticField(String text) -> value.set(text);
    }
  }
}
