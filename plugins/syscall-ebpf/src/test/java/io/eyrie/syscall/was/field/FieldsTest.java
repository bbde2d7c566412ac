// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.event.RecordLayout;
import io.eyrie.syscall.event.Records;
import io.eyrie.syscall.ring.FakeRing;
import io.eyrie.syscall.ring.RecordHandler;
import io.eyrie.syscall.ring.RingReader;
import io.eyrie.syscall.was.state.ProcessEntry;
import io.eyrie.syscall.was.state.SystemState;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields of crafted events. */
final class FieldsTest {

  @TempDir Path proc;

  @Test
  void everyDeclaredFieldHasAReader() {
    assertThat(FieldCatalogue.fields())
        .extracting(Field::name)
        .containsExactlyInAnyOrder(
            "evt.res",
            "evt.is_open_read",
            "evt.is_open_write",
            "proc.name",
            "proc.pname",
            "proc.cmdline",
            "proc.exepath",
            "proc.pid",
            "proc.ppid",
            "user.uid",
            "user.name",
            "fd.name",
            "fd.num",
            "fd.typechar",
            "container.id")
        .allSatisfy(name -> assertThat(FieldCatalogue.reader(name)).isNotNull());
  }

  @Test
  void openFlagsAreAskedOfOpensOnly() {
    assertThat(read("evt.is_open_read", open(RecordKind.OPENAT, 0))).isEqualTo("1");
    assertThat(read("evt.is_open_read", open(RecordKind.OPENAT, 1))).isEqualTo("0");
    assertThat(read("evt.is_open_write", open(RecordKind.OPENAT, 1))).isEqualTo("1");
    assertThat(read("evt.is_open_read", open(RecordKind.OPEN, 2))).isEqualTo("1");
    assertThat(read("evt.is_open_write", open(RecordKind.OPENAT2, 2))).isEqualTo("1");
    assertThat(read("evt.is_open_write", open(RecordKind.CREAT, 01101))).isEqualTo("0");
  }

  @Test
  void resultsAreNamed() {
    assertThat(read("evt.res", open(RecordKind.OPEN, 0).result(3))).isEqualTo("SUCCESS");
    assertThat(read("evt.res", open(RecordKind.OPEN, 0).result(-13))).isEqualTo("EACCES");
    assertThat(read("evt.res", open(RecordKind.OPEN, 0).result(-4000))).isEqualTo("-4000");
    assertThat(read("evt.res", Records.arguments(RecordKind.PROCEXIT, 5, "x", 0))).isNull();
  }

  @Test
  void anEventThatIsAboutNoDescriptorHasNone() {
    Records clone = Records.arguments(RecordKind.CLONE, 5, "x", 0).result(77);
    assertThat(read("fd.num", clone)).isNull();
    assertThat(read("fd.name", clone)).isNull();
    assertThat(read("fd.typechar", clone)).isNull();
    assertThat(read("proc.pid", clone)).isEqualTo("5");
    assertThat(read("proc.ppid", clone)).isEqualTo("1");
    assertThat(read("user.name", clone)).isEqualTo("<NA>");
  }

  @Test
  void whatIsNotKnownIsSaidOfTheCallItself() {
    Records missing = Records.path(RecordKind.OPENAT, 5, "x", 9, 0, "rel").result(-9);
    assertThat(read("fd.name", missing)).isEqualTo("<UNKNOWN>rel");
    assertThat(read("fd.num", missing)).isEqualTo("-1");
    assertThat(read("fd.typechar", missing)).isEqualTo("f");
    Records absent =
        Records.path(RecordKind.OPENAT, 5, "x", -100, 0, "")
            .result(-14)
            .flags(RecordLayout.FLAG_PATH_ABSENT);
    assertThat(read("fd.name", absent)).isEqualTo("<NA>");
    Records close = Records.arguments(RecordKind.CLOSE, 5, "x", 12);
    assertThat(read("fd.name", close)).isEmpty();
    assertThat(read("fd.num", close)).isEqualTo("12");
    assertThat(read("fd.typechar", close)).isEqualTo("o");
  }

  @Test
  void eventsThatMatchNothingMakeNoGarbage() {
    List<byte[]> records =
        List.of(
            Records.path(RecordKind.OPENAT, 5, "x", -100, 0, "/var/log/some/file")
                .result(7)
                .bytes(),
            Records.arguments(RecordKind.DUP2, 5, "x", 7, 9).result(9).bytes(),
            Records.arguments(RecordKind.CLOSE, 5, "x", 9).bytes(),
            Records.path(RecordKind.OPENAT, 5, "x", -100, 0, "rel/../path").result(-2).bytes(),
            Records.arguments(RecordKind.CLOSE, 5, "x", 7).bytes());
    FakeRing ring = new FakeRing(1 << 16);
    int count = ring.fill(records);
    Pipeline pipeline = new Pipeline(state());
    for (int i = 0; i < 400; i++) {
      ring.rewind();
      ring.reader().drain(pipeline, count);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    // Once a second the file of users is looked at, which is not of an event: so the best of some.
    for (int round = 0; round < 20; round++) {
      ring.rewind();
      RingReader reader = ring.reader();
      long nothing = threads.getThreadAllocatedBytes(thread);
      long before = threads.getThreadAllocatedBytes(thread);
      int taken = reader.drain(pipeline, count);
      long after = threads.getThreadAllocatedBytes(thread);
      assertThat(taken).isEqualTo(count).isGreaterThan(500);
      least = Math.min(least, after - before - (before - nothing));
    }
    assertThat(least).isLessThanOrEqualTo(0);
  }

  private SystemState state() {
    SystemState state = new SystemState(proc, proc.resolve("passwd"), 100, 1000);
    state.keepDescriptors(true);
    return state;
  }

  private static Records open(RecordKind kind, int flags) {
    return Records.path(kind, 5, "x", -100, flags, "/f").result(3);
  }

  private @Nullable String read(String field, Records made) {
    SystemState state = state();
    CurrentEvent event = new CurrentEvent(state);
    made.into(event.record());
    RecordKind kind = RecordKind.ofCode(event.record().kind());
    ProcessEntry process = state.process(event.record());
    if (kind == null) {
      return null;
    }
    state.before(kind, event.record(), process);
    event.begin(kind, process);
    Value value = new Value();
    FieldCatalogue.reader(field).read(event, value);
    if (!value.present()) {
      return null;
    }
    return value.kind() == Value.Kind.NUMBER ? Long.toString(value.number(0)) : value.text(0);
  }

  /** What the source does with a record, the sink's rules replaced by reading every field. */
  static final class Pipeline implements RecordHandler {
    private final SystemState state;
    private final CurrentEvent event;
    private final SyscallExtraction extraction;
    private final int fields;
    private final Value value = new Value();

    Pipeline(SystemState state) {
      this.state = state;
      this.event = new CurrentEvent(state);
      List<Demand.Request> requests =
          FieldCatalogue.fields().stream()
              .filter(field -> !field.name().equals("proc.pname"))
              .map(field -> new Demand.Request(field, null))
              .toList();
      this.fields = requests.size();
      this.extraction =
          new SyscallExtraction(event, Demand.of(requests, requests.size(), new BitSet()));
    }

    @Override
    public void record(MemorySegment data, long offset, int length, long position) {
      if (!event.record().load(data, offset, length)) {
        return;
      }
      RecordKind kind = RecordKind.ofCode(event.record().kind());
      if (kind == null) {
        return;
      }
      ProcessEntry process = state.process(event.record());
      state.before(kind, event.record(), process);
      event.begin(kind, process);
      for (int i = 0; i < fields; i++) {
        value.clear();
        extraction.extract(i, value);
      }
      state.after(kind, event.record(), process);
    }
  }
}
