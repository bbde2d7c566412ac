// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.SourceDeclaration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes events, extracts every demanded field as rules would, and notes what is not as agreed. */
final class RecordingSink implements EventSink {

  private static final int MOST_FAULTS = 50;

  private final SourceDeclaration declaration;
  private final List<Demand.Request> requests;
  private final Thread worker;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> told = new HashSet<>();
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Set<String> identities = new HashSet<>();
  private final List<String> malformed = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final Value[] holders;
  private Extraction extraction = (_, _) -> {};
  private String partition = "";
  private boolean polling;

  /**
   * A checkpoint as the source set it.
   *
   * @param events how many events stood before it
   */
  record Checkpoint(long ticket, @Nullable Position position, int events) {}

  RecordingSink(SourceDeclaration declaration, List<Demand.Request> requests, Thread worker) {
    this.declaration = declaration;
    this.requests = requests;
    this.worker = worker;
    this.holders = new Value[requests.size()];
    for (int i = 0; i < holders.length; i++) {
      holders[i] = new Value();
    }
  }

  void use(Extraction next) {
    this.extraction = next;
  }

  void polling(boolean now) {
    this.polling = now;
  }

  boolean promisesCheckpoints() {
    return declaration.delivery() == Delivery.AT_LEAST_ONCE;
  }

  List<String> faults() {
    return faults;
  }

  List<RecordedEvent> events() {
    return events;
  }

  List<String> malformed() {
    return malformed;
  }

  List<Loss> losses() {
    return losses;
  }

  List<Checkpoint> checkpoints() {
    return checkpoints;
  }

  @Override
  public void partition(String name) {
    requireWorker("partition");
    if (name.length() > 4096) {
      fault("a partition has more than 4096 characters");
    }
    this.partition = name;
  }

  @Override
  public void accept(int eventType, long timeNanos, long offset) {
    requireWorker("accept");
    List<String> types = declaration.eventTypes();
    if (eventType < 0 || eventType >= types.size()) {
      fault("accept() names the event type " + eventType + " of " + types.size());
      return;
    }
    String type = types.get(eventType);
    if (timeNanos <= 0) {
      fault("an event of type " + type + " has the time " + timeNanos);
    }
    Map<String, Object> early = new TreeMap<>();
    for (int i = 0; i < holders.length; i++) {
      Value holder = holders[i];
      holder.clear();
      extraction.extract(i, holder);
      read(i, type, early);
    }
    Map<String, Object> late = new TreeMap<>();
    for (int i = 0; i < holders.length; i++) {
      read(i, type, late);
    }
    if (!early.equals(late)) {
      fault(
          "values changed before accept() returned: "
              + early
              + " became "
              + late
              + "; each slice needs memory of its own until then");
    }
    RecordedEvent event = new RecordedEvent(partition, offset, type, timeNanos, early);
    if (!identities.add(event.identity())) {
      fault("two events have the partition '" + partition + "' and the offset " + offset);
    }
    events.add(event);
  }

  @Override
  public void checkpoint(long ticket) {
    note(ticket, null);
  }

  @Override
  public void checkpoint(long ticket, Position position) {
    note(ticket, position);
  }

  @Override
  public void lost(Loss loss) {
    requireWorker("lost");
    losses.add(loss);
  }

  @Override
  public void malformed(String kind, String place, String reason) {
    requireWorker("malformed");
    if (kind.isBlank() || place.isBlank() || reason.isBlank()) {
      fault("malformed() without kind, place or reason");
    }
    malformed.add(kind + " " + place + " " + reason);
  }

  private void note(long ticket, @Nullable Position position) {
    requireWorker("checkpoint");
    if (!checkpoints.isEmpty() && ticket <= checkpoints.getLast().ticket()) {
      fault("the ticket " + ticket + " follows " + checkpoints.getLast().ticket());
    }
    checkpoints.add(new Checkpoint(ticket, position, events.size()));
  }

  private void requireWorker(String call) {
    if (!Thread.currentThread().equals(worker)) {
      fault(
          call
              + "() is called on the thread "
              + Thread.currentThread().getName()
              + "; only the worker thread may, within poll()");
    } else if (!polling) {
      fault(call + "() is called outside poll()");
    }
  }

  private void read(int index, String type, Map<String, Object> into) {
    Value value = holders[index];
    if (!value.present()) {
      return;
    }
    Demand.Request request = requests.get(index);
    Field field = request.field();
    String name =
        request.argument() == null ? field.name() : field.name() + "[" + request.argument() + "]";
    if (!field.eventTypes().isEmpty() && !field.eventTypes().contains(type)) {
      fault(name + " has a value in an event of type " + type + ", which it is not declared for");
    }
    if (field.list() != value.list()) {
      fault(
          name
              + (value.list()
                  ? " is no list, but a list was written"
                  : " is a list, but one value was written"));
    }
    Value.Kind wanted = kind(field.type());
    if (value.kind() != wanted && !(value.list() && value.size() == 0)) {
      fault(name + " is of type " + field.type() + ", but " + value.kind() + " was written");
      return;
    }
    if (value.list()) {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        all.add(one(field, name, value, i));
      }
      into.put(name, all);
    } else {
      into.put(name, one(field, name, value, 0));
    }
  }

  private Object one(Field field, String name, Value value, int i) {
    return switch (field.type()) {
      case STRING -> value.text(i);
      case BYTES ->
          HexFormat.of()
              .formatHex(value.array(i), value.offset(i), value.offset(i) + value.length(i));
      case BOOL -> {
        if (value.number(i) != 0 && value.number(i) != 1) {
          fault(name + " is a truth value, but " + value.number(i) + " was written");
        }
        yield value.number(i) != 0;
      }
      case INT64, UINT64, ABSTIME, RELTIME -> value.number(i);
      case PORT -> {
        if (value.number(i) < 0 || value.number(i) > 65_535) {
          fault(name + " is a port, but " + value.number(i) + " was written");
        }
        yield value.number(i);
      }
      case DOUBLE -> value.decimal(i);
      case IP, IPNET -> address(name, value, i);
    };
  }

  private String address(String name, Value value, int i) {
    byte[] bytes = new byte[value.length(i)];
    System.arraycopy(value.array(i), value.offset(i), bytes, 0, bytes.length);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      fault(name + " is an address, but " + bytes.length + " bytes were written, not 4 or 16");
      return HexFormat.of().formatHex(bytes);
    }
  }

  private static Value.Kind kind(FieldType type) {
    return switch (type) {
      case STRING, BYTES, IP, IPNET -> Value.Kind.BYTES;
      case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT -> Value.Kind.NUMBER;
      case DOUBLE -> Value.Kind.DECIMAL;
    };
  }

  private void fault(String text) {
    if (faults.size() < MOST_FAULTS && told.add(text)) {
      faults.add(text);
    }
  }
}
