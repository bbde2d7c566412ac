// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.cost;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Copies of events, a bounded number of them. Not safe for several threads. */
final class EventTape {
  private static final int MOST_EVENTS = 20_000;
  private static final long MOST_BYTES = 64L << 20;

  private final Demand demand;
  private final List<Taped> events = new ArrayList<>();
  private long bytes;

  /** An event: its values in the order of the demand. */
  record Taped(int eventType, long timeNanos, List<Value> values) {}

  EventTape(Demand demand) {
    this.demand = demand;
  }

  /** Copies the event that the extraction stands at. */
  Taped copy(Extraction extraction, int eventType, long timeNanos) {
    int fields = demand.fields().size();
    List<Value> values = new ArrayList<>(fields);
    long size = 64;
    for (int i = 0; i < fields; i++) {
      Value value = new Value();
      extraction.extract(i, value);
      values.add(new Value());
      size += 96 + copy(value, values.get(i));
    }
    Taped taped = new Taped(eventType, timeNanos, values);
    if (events.size() < MOST_EVENTS && bytes + size <= MOST_BYTES) {
      events.add(taped);
      bytes += size;
    }
    return taped;
  }

  private static long copy(Value from, Value into) {
    long size = 0;
    if (!from.present()) {
      return size;
    }
    if (from.list()) {
      into.beginList();
    }
    for (int i = 0; i < from.size(); i++) {
      switch (from.kind()) {
        case ABSENT -> {}
        case NUMBER -> {
          if (from.list()) {
            into.add(from.number(i));
          } else {
            into.set(from.number(i));
          }
        }
        case DECIMAL -> {
          if (from.list()) {
            into.add(from.decimal(i));
          } else {
            into.set(from.decimal(i));
          }
        }
        case BYTES -> {
          int length = from.length(i);
          byte[] slice = Arrays.copyOfRange(from.array(i), from.offset(i), from.offset(i) + length);
          size += 16 + length;
          if (from.list()) {
            into.add(slice, 0, length);
          } else {
            into.set(slice, 0, length);
          }
        }
      }
    }
    return size;
  }

  List<Taped> events() {
    return events;
  }

  /** Plays taped events to whoever has this demand, whose fields the tape's demand has all. */
  Player player(Demand wanted) {
    Map<Demand.Request, Integer> positions = new HashMap<>();
    for (int i = 0; i < demand.fields().size(); i++) {
      positions.put(demand.fields().get(i), i);
    }
    int[] from = new int[wanted.fields().size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = positions.getOrDefault(wanted.fields().get(i), -1);
    }
    return new Player(from);
  }

  /** An extraction that stands at a taped event. */
  static final class Player implements Extraction {
    private final int[] from;
    private List<Value> values = List.of();

    Player(int[] from) {
      this.from = from;
    }

    void at(Taped event) {
      values = event.values();
    }

    @Override
    public void extract(int index, Value into) {
      if (from[index] >= 0) {
        Value value = values.get(from[index]);
        if (value.present() && !value.list() && value.kind() == Value.Kind.BYTES) {
          into.set(value.array(0), value.offset(0), value.length(0));
        } else {
          copy(value, into);
        }
      }
    }
  }
}
