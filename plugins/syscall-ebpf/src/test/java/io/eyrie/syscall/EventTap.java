// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.LiveRecord;
import io.eyrie.syscall.live.RecordKind;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Parameter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/**
 * The kernel program and its translation to events, without state: what calls become, parameter by
 * parameter.
 */
final class EventTap implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * An event; numbers as Long, texts as String, other bytes as List of numbers; absent ones are
   * missing.
   */
  record Told(
      String name, int code, long tid, int tgid, String comm, Map<String, Object> parameters) {
    Object get(String parameter) {
      return parameters.getOrDefault(parameter, "absent");
    }
  }

  final List<Told> told = new ArrayList<>();
  final List<String> directories = new ArrayList<>();
  private final CallTable calls = new CallTable();
  private final Event event = new Event(8 * RecordLayout.MAX_RECORD);
  private final LiveRecord record = new LiveRecord(event);
  private final KernelProgram program;

  EventTap(String... types) throws PluginException {
    program =
        KernelProgram.load(
            8 << 20,
            RecordLayout.BOOT_NANOS,
            ProcessHandle.current().pid(),
            Path.of(System.getProperty("java.io.tmpdir")));
    BitSet wanted = new BitSet();
    for (String type : types) {
      wanted.set(EventTypes.names().indexOf(type));
    }
    program.shared().environment(true);
    program
        .shared()
        .want(
            new Interests(calls, new BaseCalls(true, Set.of(), Set.of()))
                .plans(wanted, false, true));
  }

  /** Waits for an event; fails with what was seen instead. */
  Told await(String what, Predicate<Told> match) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int looked = 0;
    while (System.nanoTime() < deadline) {
      for (; looked < told.size(); looked++) {
        if (match.test(told.get(looked))) {
          return told.get(looked);
        }
      }
      if (program.rings().drain(this::take, 1024) == 0) {
        Thread.onSpinWait();
      }
    }
    return Assertions.fail(
        "no event: "
            + what
            + "; the last: "
            + told.subList(Math.max(0, told.size() - 20), told.size()));
  }

  /** The next event of a process by its name. */
  Told next(long pid, String name) {
    Told found = await(name + " of " + pid, e -> e.tgid() == pid && e.name().equals(name));
    told.clear();
    return found;
  }

  private void take(MemorySegment data, long offset, int length, long position) {
    RecordKind kind = record.load(data, offset, length, program.clock().epochOfBoot());
    if (kind == null) {
      throw new IllegalStateException("a record of unknown form");
    }
    int type =
        switch (kind) {
          case CALL -> {
            calls.of(record).write(record, event);
            yield calls.of(record).type();
          }
          case EXEC -> calls.writeExec(record, event).type();
          case EXIT -> {
            calls.exit().write(record, event);
            yield calls.exit().type();
          }
          case FORK, CLOSED -> -1;
        };
    if (type < 0) {
      return;
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 0; i < event.count(); i++) {
      if (event.has(i)) {
        parameters.put(event.row().parameter(i).name(), value(i));
      }
    }
    told.add(
        new Told(
            EventTypes.names().get(type),
            event.code(),
            event.tid(),
            record.tgid(),
            new String(
                record.bytes(),
                RecordLayout.COMM,
                record.commLength(),
                StandardCharsets.ISO_8859_1),
            parameters));
    if (event.directoryLength() > 0) {
      directories.add(
          new String(
              event.bytes(),
              event.directoryOffset(),
              event.directoryLength(),
              StandardCharsets.UTF_8));
    }
  }

  private Object value(int index) {
    Parameter parameter = event.row().parameter(index);
    byte[] bytes =
        Arrays.copyOfRange(
            event.bytes(), event.offset(index), event.offset(index) + event.length(index));
    return switch (parameter.type()) {
      case CHARBUF, FSPATH, FSRELPATH -> {
        if (bytes[bytes.length - 1] != 0) {
          throw new IllegalStateException(parameter.name() + " does not end with a NUL");
        }
        yield new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
      }
      case BYTEBUF -> new String(bytes, StandardCharsets.ISO_8859_1);
      case SOCKADDR, SOCKTUPLE, FDLIST, DYN -> {
        List<Integer> list = new ArrayList<>();
        for (byte one : bytes) {
          list.add(one & 0xff);
        }
        yield list;
      }
      default -> {
        if (parameter.type().size() != bytes.length) {
          throw new IllegalStateException(parameter.name() + " of " + bytes.length + " bytes");
        }
        yield parameter.type().signed() ? event.signed(index) : event.unsigned(index);
      }
    };
  }

  @Override
  public void close() {
    program.close();
  }
}
