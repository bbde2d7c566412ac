// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.syscall.table.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps every event with all its demanded fields, as a host's engine would see them. */
final class RecordingSink implements EventSink {

  /** One judged event; absent fields are missing. */
  record Seen(String type, long timeNanos, long offset, Map<String, String> fields) {
    @Nullable String field(String name) {
      return fields.get(name);
    }
  }

  final List<Seen> seen = new ArrayList<>();
  final List<Loss> losses = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();

  /** What events were to wait for, and what they were let go by; they are recorded at once. */
  final List<Long> held = new ArrayList<>();

  final List<Long> released = new ArrayList<>();
  private final Value value = new Value();
  private @Nullable Extraction extraction;
  private @Nullable Demand demand;
  private Consumer<Seen> then = _ -> {};

  /** Does this with each event while it is being judged. */
  void whenSeen(Consumer<Seen> action) {
    then = action;
  }

  void bind(Extraction newExtraction, Demand newDemand) {
    extraction = newExtraction;
    demand = newDemand;
  }

  @Override
  public void partition(String partition) {}

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    Map<String, String> fields = new TreeMap<>();
    if (extraction != null && demand != null) {
      for (int i = 0; i < demand.fields().size(); i++) {
        value.clear();
        extraction.extract(i, value);
        if (value.present() && value.size() > 0) {
          Demand.Request request = demand.fields().get(i);
          String argument = request.argument();
          fields.put(
              request.field().name() + (argument == null ? "" : "[" + argument + "]"),
              (argument == null
                          ? request.field().type()
                          : request
                              .field()
                              .keyTypes()
                              .getOrDefault(argument, request.field().type()))
                      == FieldType.STRING
                  ? value.text(0)
                  : Long.toString(value.number(0)));
        }
      }
    }
    Seen event = new Seen(EventTypes.names().get(eventType), timeNanos, offset, fields);
    seen.add(event);
    then.accept(event);
  }

  @Override
  public void hold(int eventType, long timeNanos, long offset, long key) {
    held.add(key);
    accept(eventType, timeNanos, offset);
  }

  @Override
  public void release(long key) {
    released.add(key);
  }

  @Override
  public void checkpoint(long ticket) {}

  @Override
  public void checkpoint(long ticket, Position position) {}

  @Override
  public void lost(Loss loss) {
    losses.add(loss);
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    malformed.add(kind + " " + place + " " + reason);
  }
}
