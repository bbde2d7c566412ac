// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.FieldCatalogue;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures of any bytes end in order: judged as far as they make sense, then told. */
class CaptureFuzzTest {

  private static final long SEED = 20261123;
  private static final int ROUNDS = 100;

  @TempDir Path folder;

  @Test
  void anyBytesInAGoodCaptureAreToldOrMakeSense() throws Exception {
    Random random = new Random(SEED);
    byte[] good = Events.sample();
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = good.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        bad[28 + random.nextInt(bad.length - 28)] = (byte) random.nextInt();
      }
      replay(bad, "seed " + SEED + ", round " + round);
    }
  }

  @Test
  void lengthsAtTheirLimitsAreToldOrMakeSense() throws Exception {
    byte[] good = Events.sample();
    long[] limits = {0, 1, 11, 12, 0x7fff_ffffL, 0xffff_ffffL, 0x8000_0000L, 0xffff};
    for (int at = 28; at + 4 <= good.length; at += 3) {
      byte[] bad = good.clone();
      System.arraycopy(Blocks.i32(limits[at % limits.length]), 0, bad, at, 4);
      replay(bad, "byte " + at);
    }
  }

  @Test
  void eventsOfAnyParametersAreJudged() throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; round < 8; round++) {
      List<Event> events = new ArrayList<>();
      for (EventRow row : EventTable.rows()) {
        Event event = new Event(64);
        event.begin(row.code(), random.nextInt(1_000_000), random.nextInt(50), 0);
        int count = random.nextInt(row.parameters().size() + 1);
        for (int i = 0; i < count; i++) {
          byte[] value = value(random, row.parameter(i));
          event.parameter(event.append(value, 0, value.length), value.length);
        }
        events.add(event);
      }
      replay(Events.capture(events), "seed " + SEED + ", round " + round);
    }
  }

  private static byte[] value(Random random, Parameter parameter) {
    int size = parameter.type().size();
    byte[] value = new byte[random.nextInt(4) == 0 || size == 0 ? random.nextInt(60) : size];
    switch (random.nextInt(3)) {
      case 0 -> random.nextBytes(value);
      case 1 -> {
        for (int i = 0; i < value.length; i++) {
          value[i] = (byte) "/.a\0".charAt(random.nextInt(4));
        }
      }
      default -> {
        if (value.length > 0) {
          value[0] = (byte) random.nextInt(12);
        }
      }
    }
    return value;
  }

  /** Judges a capture and reads every field of every event. */
  private void replay(byte[] capture, String what) throws Exception {
    Path file = Files.write(folder.resolve("fuzzed.scap"), capture);
    BitSet all = new BitSet();
    all.set(0, EventTypes.names().size());
    List<Demand.Request> demand =
        FieldCatalogue.fields().stream().flatMap(CaptureFuzzTest::requests).toList();
    try (CaptureSource source =
        CaptureSource.open(List.of(file.toString()), Judged.LIMITS, Judged.noNames())) {
      source.enable(all);
      Reading reading = new Reading(source.bind(Demand.of(demand, demand.size(), all)), demand);
      while (source.poll(reading) != Progress.END) {}
      assertThat(reading.events).isLessThan(1000);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  private static Stream<Demand.Request> requests(Field field) {
    Stream<String> arguments =
        switch (field.name()) {
          case "evt.arg" -> Stream.of("0", "1", "4", "fd", "flags", "name", "tuple", "data");
          case "evt.rawarg" -> field.keyTypes().keySet().stream().sorted();
          case "evt.type.is" -> Stream.of("open");
          case "evt.around" -> Stream.of("1000");
          case "evt.abspath" -> Stream.of("src", "dst");
          default -> field.argument() == Argument.NONE ? Stream.empty() : Stream.of("1");
        };
    Stream<Demand.Request> plain =
        field.argument().required() ? Stream.empty() : Stream.of(new Demand.Request(field, null));
    return Stream.concat(plain, arguments.map(argument -> new Demand.Request(field, argument)));
  }

  /** Reads all fields of all events. */
  private static final class Reading implements EventSink {

    private final Extraction extraction;
    private final List<Demand.Request> demand;
    private final Value value = new Value();
    private int events;

    Reading(Extraction extraction, List<Demand.Request> demand) {
      this.extraction = extraction;
      this.demand = demand;
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      events++;
      for (int i = 0; i < demand.size(); i++) {
        value.clear();
        try {
          extraction.extract(i, value);
        } catch (RuntimeException e) {
          throw new IllegalStateException(
              demand.get(i) + " of " + EventTypes.names().get(eventType), e);
        }
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
      assertThat(place).contains(": byte ");
    }
  }
}
