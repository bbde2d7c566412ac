// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.text.ParameterText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the call ended: {@code evt.res} and the counts of failures. */
final class EventResultFields {

  private static final byte[] SUCCESS = "SUCCESS".getBytes(StandardCharsets.US_ASCII);
  private static final int GENERIC = 1;
  private static final int PROCINFO = 234;
  private static final int NO_RESULT = -1;

  /** Where an event tells whether it failed: its result, or the descriptor that it made. */
  private static final int[] FAILURE = failures();

  /** Calls that fail before there is a descriptor of a file or a socket. */
  private static final boolean[] OPENS = named("open", "creat", "openat", "openat2");

  private static final boolean[] CONNECTS = named("accept", "accept4", "connect", "socket");

  private EventResultFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.made(
            Field.of(
                "evt.res",
                FieldType.STRING,
                "SUCCESS, or the name of the error that the call gave, such as ENOENT."),
            Result::new),
        FieldRow.of(
            Field.of("evt.rawres", FieldType.INT64, "What the call returned."),
            EventResultFields::raw),
        FieldRow.of(
            Field.of("evt.failed", FieldType.BOOL, "Whether the call returned an error."),
            EventResultFields::failed),
        FieldRow.of(
            Field.of("evt.count", FieldType.UINT64, "Always 1, to be summed up."),
            (_, into) -> into.set(1)),
        count("evt.count.error", "1 for a call that failed.", (_, _) -> true),
        count(
            "evt.count.error.file",
            "1 for a call on a file that failed.",
            EventResultFields::ofFile),
        count(
            "evt.count.error.net",
            "1 for a call on a socket that failed.",
            EventResultFields::ofNet),
        count(
            "evt.count.error.memory",
            "1 for a call on memory that failed.",
            (current, _) -> ofMemory(current)),
        count(
            "evt.count.error.other",
            "1 for another call that failed.",
            (current, descriptor) ->
                !ofFile(current, descriptor) && !ofNet(current, descriptor) && !ofMemory(current)),
        FieldRow.of(
            Field.of("evt.count.exit", FieldType.UINT64, "1 for the end of a call."),
            (current, into) -> {
              if (current.event().row().exit()) {
                into.set(1);
              }
            }),
        FieldRow.of(
            Field.of(
                "evt.count.procinfo", FieldType.UINT64, "1 for the processor times of a process."),
            (current, into) -> {
              if (procinfo(current) && current.thread() != null && current.thread().main()) {
                into.set(1);
              }
            }),
        FieldRow.of(
            Field.of(
                "evt.count.threadinfo", FieldType.UINT64, "1 for the processor times of a thread."),
            (current, into) -> {
              if (procinfo(current)) {
                into.set(1);
              }
            }));
  }

  private static FieldRow count(String name, String description, Group group) {
    return FieldRow.of(
        Field.of(name, FieldType.UINT64, description),
        (current, into) -> {
          if (isFailure(current.event()) && group.holds(current, current.descriptor())) {
            into.set(1);
          }
        });
  }

  /** Which failures are counted. */
  @FunctionalInterface
  private interface Group {
    boolean holds(CurrentEvent current, @Nullable Descriptor descriptor);
  }

  private static int[] failures() {
    int[] indices = EventParameters.named("res");
    for (EventRow row : EventTable.rows()) {
      if (indices[row.code()] < 0 && row.exit() && row.has(EventRow.Flag.CREATES_FD)) {
        indices[row.code()] = row.indexOf("fd");
      }
    }
    return indices;
  }

  private static boolean[] named(String... names) {
    boolean[] codes = new boolean[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      codes[row.code()] = row.exit() && List.of(names).contains(row.name());
    }
    return codes;
  }

  private static boolean isFailure(Event event) {
    int index = FAILURE[event.code()];
    return index != NO_RESULT && event.has(index) && event.signed(index) < 0;
  }

  private static boolean ofFile(CurrentEvent current, @Nullable Descriptor descriptor) {
    return descriptor == null ? OPENS[current.event().code()] : descriptor.type().file();
  }

  private static boolean ofNet(CurrentEvent current, @Nullable Descriptor descriptor) {
    return descriptor == null
        ? CONNECTS[current.event().code()]
        : IoKind.of(descriptor.type()) == IoKind.NET || descriptor.type() == DescriptorType.UNIX;
  }

  private static boolean ofMemory(CurrentEvent current) {
    return current.event().row().category() == EventRow.Category.MEMORY;
  }

  private static boolean procinfo(CurrentEvent current) {
    return current.event().code() == PROCINFO;
  }

  private static void raw(CurrentEvent current, Value into) {
    if (current.event().hasResult()) {
      into.set(current.event().result());
    }
  }

  private static void failed(CurrentEvent current, Value into) {
    Event event = current.event();
    into.set(event.hasResult() && event.result() < 0);
  }

  /** The name of the error. */
  private static final class Result implements FieldReader {

    private final Text text = new Text(16);
    private @Nullable ParameterText parameters;

    @Override
    public void read(CurrentEvent current, Value into) {
      Event event = current.event();
      if (!event.hasResult() || event.code() == GENERIC) {
        return;
      }
      if (event.result() >= 0) {
        into.set(SUCCESS, 0, SUCCESS.length);
        return;
      }
      ParameterText writer = parameters;
      if (writer == null) {
        writer = new ParameterText(current.state());
        parameters = writer;
      }
      writer.best(event, 0, text.clear());
      into.set(text.bytes(), 0, text.length());
    }
  }
}
