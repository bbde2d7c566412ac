// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.syscall.capture.CaptureSource;
import io.eyrie.syscall.capture.CaptureWriter;
import io.eyrie.syscall.capture.MachineInfo;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.FieldCatalogue;
import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.ThreadFacts;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Parameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Any bytes as a capture of system calls, with all fields of all its events: it is told or makes
 * sense. The first byte says what the others are: the capture itself, what follows a good head,
 * changes of a good capture, or events drawn from them; and which of the fields are read, a
 * sixteenth of them, since all of them take a second.
 */
class ScapFuzzTest {

  private static final Limits LIMITS = new Limits(64, 256);
  private static final int MOST_EVENTS = 400;
  private static final int PARTS = 16;
  private static final List<Demand.Request> DEMAND = demand();
  private static final byte[] HEAD = capture(List.of());
  private static final byte[] GOOD = capture(everyEvent());

  @FuzzTest
  void capture(byte[] data) throws Exception {
    if (data.length == 0) {
      return;
    }
    replay(
        switch (data[0] & 3) {
          case 0 -> rest(data);
          case 1 -> joined(HEAD, rest(data));
          case 2 -> changed(data);
          default -> capture(drawn(data));
        },
        (data[0] & 0xff) >> 4);
  }

  private static byte[] rest(byte[] data) {
    byte[] rest = new byte[data.length - 1];
    System.arraycopy(data, 1, rest, 0, rest.length);
    return rest;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(one);
    bytes.writeBytes(other);
    return bytes.toByteArray();
  }

  /** Three bytes say where, one what. */
  private static byte[] changed(byte[] data) {
    byte[] changed = GOOD.clone();
    for (int i = 1; i + 3 < data.length; i += 4) {
      int at = (data[i] & 0xff) << 16 | (data[i + 1] & 0xff) << 8 | data[i + 2] & 0xff;
      changed[at % changed.length] = data[i + 3];
    }
    return changed;
  }

  /** Two bytes say which event, one which thread; a byte before each parameter how long it is. */
  private static List<Event> drawn(byte[] data) {
    List<Event> events = new ArrayList<>();
    int at = 1;
    while (at + 3 <= data.length && events.size() < MOST_EVENTS) {
      EventRow row =
          EventTable.row(((data[at] & 0xff) << 8 | data[at + 1] & 0xff) % EventTable.size());
      Event event = new Event(64);
      event.begin(row.code(), 1_000L * events.size(), data[at + 2], 0);
      at += 3;
      for (Parameter parameter : row.parameters()) {
        if (at >= data.length) {
          break;
        }
        int size = parameter.type().size();
        int length = size > 0 && data[at] >= 0 ? size : data[at] & 0x3f;
        at++;
        length = Math.min(length, data.length - at);
        event.parameter(event.append(data, at, length), length);
        at += length;
      }
      events.add(event);
    }
    return events;
  }

  /** One event of each kind, whose parameters are small numbers. */
  private static List<Event> everyEvent() {
    List<Event> events = new ArrayList<>();
    for (EventRow row : EventTable.rows()) {
      Event event = new Event(64);
      event.begin(row.code(), 1_000L * row.code(), 42, 0);
      for (Parameter parameter : row.parameters()) {
        int size = parameter.type().size();
        byte[] value = new byte[size > 0 ? size : 14];
        value[0] = 2;
        event.parameter(event.append(value, 0, value.length), value.length);
      }
      events.add(event);
    }
    return events;
  }

  private static byte[] capture(List<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(
          new MachineInfo(1, 1, 1, "fuzz", 1),
          facts -> {
            facts.thread(process(1, 0));
            facts.thread(process(42, 1));
          });
      for (Event event : events) {
        writer.write(event, false);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static ThreadFacts process(long pid, long parent) {
    byte[] text = "text\0more\0".getBytes(StandardCharsets.US_ASCII);
    return new ThreadFacts(
        new ThreadFacts.Ids(pid, pid, parent, 1, pid, pid, 1, 1),
        new ThreadFacts.Program(text, text, text, text, text, text, text, text),
        new ThreadFacts.ExecutableFile(true, true, true, true, 1, 2, 3),
        new ThreadFacts.Owner(1, 2, 3, 4, 5, 6, 7),
        new ThreadFacts.Memory(1, 2, 3, 4, 5),
        10,
        0,
        0,
        0);
  }

  private static List<Demand.Request> demand() {
    List<Demand.Request> requests = new ArrayList<>();
    for (Field field : FieldCatalogue.fields()) {
      if (!field.argument().required()) {
        requests.add(new Demand.Request(field, null));
      }
      List<String> arguments =
          switch (field.name()) {
            case "evt.arg" -> List.of("0", "1", "2", "fd", "flags", "name", "tuple", "data");
            case "evt.rawarg" -> field.keyTypes().keySet().stream().sorted().toList();
            case "evt.type.is" -> List.of("open");
            case "evt.around" -> List.of("1000");
            case "evt.abspath" -> List.of("src", "dst");
            default -> field.argument() == Argument.NONE ? List.of() : List.of("1");
          };
      arguments.forEach(argument -> requests.add(new Demand.Request(field, argument)));
    }
    return requests;
  }

  private static void replay(byte[] capture, int part) throws Exception {
    Path file = Files.createTempFile("eyrie-fuzz-", ".scap");
    try {
      Files.write(file, capture);
      BitSet all = new BitSet();
      all.set(0, EventTypes.names().size());
      HostNames names = new HostNames(HostLookup.NOWHERE, Duration.ofHours(1), new NoMetrics());
      try (CaptureSource source = CaptureSource.open(List.of(file.toString()), LIMITS, names)) {
        source.enable(all);
        List<Demand.Request> some = new ArrayList<>();
        for (int i = part; i < DEMAND.size(); i += PARTS) {
          some.add(DEMAND.get(i));
        }
        Reading reading = new Reading(source.bind(Demand.of(some, some.size(), all)), some.size());
        while (source.poll(reading) != Progress.END) {
          // Each poll reads a slice of it.
        }
      } catch (io.eyrie.api.error.PluginException e) {
        if (e.getMessage() == null || !e.getMessage().contains(": byte ")) {
          throw new AssertionError("refused without a place", e);
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  /** Reads all fields of all events. */
  private static final class Reading implements EventSink {

    private final Extraction extraction;
    private final int fields;
    private final Value value = new Value();

    Reading(Extraction extraction, int fields) {
      this.extraction = extraction;
      this.fields = fields;
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      for (int i = 0; i < fields; i++) {
        value.clear();
        extraction.extract(i, value);
      }
    }

    @Override
    public void partition(String partition) {}

    @Override
    public void checkpoint(long ticket) {}

    @Override
    public void checkpoint(long ticket, Position position) {}

    @Override
    public void lost(Loss loss) {}

    @Override
    public void malformed(String kind, String place, String reason) {
      if (!place.contains(": byte ") || reason.isBlank()) {
        throw new AssertionError("told without a place: " + kind + " " + place + " " + reason);
      }
    }
  }

  private static final class NoMetrics implements Metrics {
    @Override
    public LongAdder counter(String name, String help) {
      return new LongAdder();
    }

    @Override
    public void gauge(String name, String help, LongSupplier reading) {}

    @Override
    public LongConsumer timer(String name, String help) {
      return _ -> {};
    }
  }
}
