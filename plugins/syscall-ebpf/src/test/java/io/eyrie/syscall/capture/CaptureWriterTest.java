// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.DescriptorFacts;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.InterfaceFacts;
import io.eyrie.syscall.state.Protocol;
import io.eyrie.syscall.state.Role;
import io.eyrie.syscall.state.UserFacts;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is what is read. */
class CaptureWriterTest {

  private static final MachineInfo MACHINE = new MachineInfo(4, 1L << 34, 4194304, "host", 99);

  private static void tell(FactSink sink) {
    sink.thread(Facts.process(1, 0, "init"));
    sink.thread(Facts.process(42, 1, "sh"));
    sink.descriptor(
        42,
        new DescriptorFacts.File(
            3, 77, DescriptorType.OPENED_FILE, 4097, Facts.bytes("/etc/hosts"), 2049));
    sink.descriptor(
        42, new DescriptorFacts.Named(4, 5, DescriptorType.PIPE, Facts.bytes("pipe:[5]"), false));
    sink.descriptor(
        42,
        new DescriptorFacts.Connection(
            5,
            6,
            new byte[] {127, 0, 0, 1},
            40000,
            new byte[] {10, 0, 0, 9},
            443,
            Protocol.TCP,
            Role.NONE,
            false));
    sink.descriptor(1, new DescriptorFacts.Bound(6, 7, new byte[16], 22, Protocol.TCP, false));
    sink.descriptor(
        1, new DescriptorFacts.Unix(7, 8, 0x1234, 0x5678, Facts.bytes("/run/x"), false));
    sink.networkInterface(
        new InterfaceFacts(
            Facts.bytes("eth0"),
            new byte[] {10, 0, 0, 1},
            new byte[] {-1, 0, 0, 0},
            new byte[] {10, -1, -1, -1},
            1000));
    sink.networkInterface(
        new InterfaceFacts(Facts.bytes("lo"), new byte[16], new byte[16], new byte[16], 0));
    sink.user(
        new UserFacts(
            1000, 1001, Facts.bytes("ann"), Facts.bytes("/home/ann"), Facts.bytes("/bin/sh")));
    sink.group(new GroupFacts(1001, Facts.bytes("staff")));
  }

  @Test
  void theTablesComeBackAsTheyWereTold() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.compressed(bytes)) {
      writer.head(MACHINE, CaptureWriterTest::tell);
      writer.write(Events.event(Events.CLOSE_EXIT, 1, 42, 0, 3), false);
    }
    Facts told = new Facts();
    tell(told);

    Facts read = new Facts();
    CaptureReader reader = new CaptureReader(new ByteArrayInputStream(bytes.toByteArray()));
    reader.next(new Event(16), read);

    assertThat(read.told).containsExactlyInAnyOrderElementsOf(told.told);
    assertThat(reader.machine()).isEqualTo(MACHINE);
  }

  @Test
  void longTablesAreSeveralBlocks() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(
          MACHINE,
          sink -> {
            for (int tid = 1; tid <= 20_000; tid++) {
              sink.thread(Facts.process(tid, 1, "p" + tid));
            }
            for (int fd = 0; fd < 40_000; fd++) {
              sink.descriptor(
                  7,
                  new DescriptorFacts.Named(
                      fd, fd, DescriptorType.PIPE, Facts.bytes("pipe:[" + fd + "]"), false));
            }
          });
      writer.write(Events.event(Events.CLOSE_EXIT, 1, 42, 0, 3), false);
    }
    Facts read = new Facts();

    assertThat(Events.read(bytes.toByteArray(), read)).hasSize(1);
    assertThat(read.told).hasSize(60_000);
  }

  @Test
  void everyEventComesBackByteForByte() {
    Random random = new Random(7);
    List<Event> events = new ArrayList<>();
    for (EventRow row : EventTable.rows()) {
      Event event = new Event(64);
      event.begin(row.code(), random.nextLong(), random.nextLong(), random.nextInt(1 << 16));
      for (Parameter parameter : row.parameters()) {
        byte[] value =
            new byte[parameter.type().size() > 0 ? parameter.type().size() : random.nextInt(200)];
        random.nextBytes(value);
        event.parameter(event.append(value, 0, value.length), value.length);
      }
      events.add(event);
    }
    List<String> written = events.stream().map(Events::text).toList();

    assertThat(Events.read(Events.capture(events))).isEqualTo(written);
  }

  @Test
  void eventsOfTheStateAloneAreMarked() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(MACHINE, sink -> {});
      writer.write(Events.event(Events.CLOSE_EXIT, 1, 42, 0, 3), true);
    }

    assertThat(Events.read(bytes.toByteArray()))
        .singleElement()
        .asString()
        .startsWith("hidden 5 close");
  }

  @Test
  void anEventThatIsTooLongIsCutAtItsLongestParameterAndCounted() throws Exception {
    String path = "/" + "x".repeat(70_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(MACHINE, sink -> {});
      writer.write(Events.event(Events.OPEN_EXIT, 1, 42, 3, path, 1, 0, 0, 0), false);
      assertThat(writer.cut()).isEqualTo(1);
    }

    String read = Events.read(bytes.toByteArray()).getFirst();

    assertThat(read).startsWith("3 open 1@42/1 fd=0300000000000000 name=2f7878").contains("7800 ");
    assertThat(read.length()).isBetween(120_000, 130_000);
  }
}
