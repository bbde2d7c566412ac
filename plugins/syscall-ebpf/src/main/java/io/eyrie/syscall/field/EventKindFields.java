// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventRow.Flag;
import io.eyrie.syscall.table.EventRow.Kind;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Syscalls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What kind of event it is: {@code evt.category}, {@code evt.is_io}, {@code syscall.type}. */
final class EventKindFields {

  private static final int GENERIC = 1;
  private static final int ASYNC = 402;
  private static final int ASYNC_NAME = 1;
  private static final int ASYNC_DATA = 2;
  private static final byte[] CONTAINER = ascii("container");
  private static final byte[] ENTRY = ascii(">");
  private static final byte[] EXIT = ascii("<");
  private static final byte[] READ = ascii("read");
  private static final byte[] WRITE = ascii("write");
  private static final byte[] LOG = ascii("/dev/log");
  private static final String OF_ENTRIES = "entries of calls are no events any more";

  private static final byte[][] CATEGORIES = categories();
  private static final byte[][] NAMES = names();
  private static final byte[][] SYSCALLS = syscalls();
  private static final boolean[] READS = flagged(Flag.READS_FROM_FD);
  private static final boolean[] WRITES = flagged(Flag.WRITES_TO_FD);
  private static final boolean[] WAITS = flagged(Flag.WAITS);

  private EventKindFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.withArgument(
            Field.of(
                    "evt.type.is",
                    FieldType.UINT64,
                    "1 if the event is of the named type, as in evt.type.is.open, else 0.")
                .withArgument(Argument.REQUIRED_KEY)
                .withKeys(EventTypes.names()),
            argument -> is(Objects.requireNonNull(argument))),
        FieldRow.of(
            Field.of("syscall.type", FieldType.STRING, "Name of the call, on calls only."),
            EventKindFields::syscall),
        FieldRow.of(
            Field.of(
                "evt.category",
                FieldType.STRING,
                "What the event is about: file, net, ipc, memory, process, and so on."),
            EventKindFields::category),
        FieldRow.of(
            Field.of("evt.cpu", FieldType.INT64, "Number of the processor."),
            (current, into) -> into.set(current.event().cpu())),
        FieldRow.of(
            Field.of("evt.dir", FieldType.STRING, "'<' for the end of a call, else '>'.")
                .asDeprecated("the condition can be left out: " + OF_ENTRIES),
            (current, into) -> {
              byte[] dir = current.event().row().exit() ? EXIT : ENTRY;
              into.set(dir, 0, dir.length);
            }),
        FieldRow.of(
            Field.of(
                "evt.is_async",
                FieldType.BOOL,
                "Whether the event is no call, but tells of the system or comes from a plugin."),
            (current, into) -> into.set(current.event().row().kind() == Kind.METAEVENT)),
        FieldRow.of(
            Field.of("evt.asynctype", FieldType.STRING, "Name of an event that a plugin made."),
            EventKindFields::asyncType),
        FieldRow.of(
            Field.of(
                "evt.pluginname",
                FieldType.STRING,
                "Name of the plugin that made an event, where it is known; absent for calls."),
            EventKindFields::pluginName),
        FieldRow.of(
            Field.of(
                "evt.plugininfo",
                FieldType.STRING,
                "What a plugin tells in an event that it made; absent for calls."),
            EventKindFields::pluginInfo),
        FieldRow.made(
            Field.of(
                "util.cnt",
                FieldType.UINT64,
                "How many events this field was read of, this one included."),
            () -> {
              long[] count = {0};
              return (_, into) -> into.set(++count[0]);
            }),
        FieldRow.of(
            Field.of("evt.is_io", FieldType.BOOL, "Whether the call reads or writes a descriptor."),
            (current, into) -> {
              int code = current.event().code();
              into.set(READS[code] || WRITES[code]);
            }),
        FieldRow.of(
            Field.of("evt.is_io_read", FieldType.BOOL, "Whether the call reads a descriptor."),
            (current, into) -> into.set(READS[current.event().code()])),
        FieldRow.of(
            Field.of("evt.is_io_write", FieldType.BOOL, "Whether the call writes a descriptor."),
            (current, into) -> into.set(WRITES[current.event().code()])),
        FieldRow.of(
            Field.of("evt.io_dir", FieldType.STRING, "read or write, on such calls only."),
            EventKindFields::direction),
        FieldRow.of(
            Field.of(
                "evt.is_wait",
                FieldType.BOOL,
                "Whether the call waits, as sleep, poll and select do."),
            (current, into) -> into.set(WAITS[current.event().code()])),
        FieldRow.of(
            Field.of("evt.is_syslog", FieldType.BOOL, "Whether the call writes to /dev/log."),
            EventKindFields::syslog));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of each event's category; of no length where the kind of its descriptor tells it. */
  private static byte[][] categories() {
    byte[][] texts = new byte[EventTable.size()][];
    for (EventRow row : EventTable.rows()) {
      texts[row.code()] =
          ascii(
              switch (row.category()) {
                case IO_READ, IO_WRITE, IO_OTHER -> "";
                case IPC -> "IPC";
                default -> row.category().name().toLowerCase(Locale.ROOT);
              });
    }
    return texts;
  }

  private static byte[][] names() {
    return EventTable.rows().stream().map(row -> ascii(row.name())).toArray(byte[][]::new);
  }

  private static byte[][] syscalls() {
    byte[][] names = new byte[Syscalls.size()][];
    for (int code = 0; code < names.length; code++) {
      names[code] = ascii(Syscalls.name(code));
    }
    return names;
  }

  private static boolean[] flagged(Flag flag) {
    boolean[] codes = new boolean[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      codes[row.code()] = row.has(flag);
    }
    return codes;
  }

  private static FieldReader is(String type) {
    int wanted = EventTypes.names().indexOf(type);
    if (wanted < 0) {
      throw new IllegalArgumentException(
          "evt.type.is." + type + ": there is no type of events named '" + type + "'");
    }
    return (current, into) -> into.set(current.event().type() == wanted);
  }

  private static void syscall(CurrentEvent current, Value into) {
    Event event = current.event();
    if (event.row().kind() != Kind.SYSCALL) {
      return;
    }
    byte[] name = event.code() == GENERIC ? syscallName(event) : NAMES[event.code()];
    into.set(name, 0, name.length);
  }

  private static byte[] syscallName(Event event) {
    int call = event.syscall();
    return SYSCALLS[call < SYSCALLS.length ? call : 0];
  }

  private static void category(CurrentEvent current, Value into) {
    byte[] category = CATEGORIES[current.event().code()];
    byte[] text = category.length == 0 ? ioKind(current).text() : category;
    into.set(text, 0, text.length);
  }

  private static IoKind ioKind(CurrentEvent current) {
    Descriptor descriptor = current.descriptor();
    return descriptor == null ? IoKind.UNKNOWN : IoKind.of(descriptor.type());
  }

  private static void asyncType(CurrentEvent current, Value into) {
    Event event = current.event();
    if (event.code() == ASYNC && event.has(ASYNC_NAME)) {
      into.set(event.bytes(), event.offset(ASYNC_NAME), event.textLength(ASYNC_NAME));
    }
  }

  /** Of all plugins that make such events only that of containers is known by their name. */
  private static void pluginName(CurrentEvent current, Value into) {
    Event event = current.event();
    if (event.code() == ASYNC && beginsWith(event, ASYNC_NAME, CONTAINER)) {
      Values.set(into, CONTAINER);
    }
  }

  private static boolean beginsWith(Event event, int parameter, byte[] text) {
    int from = event.offset(parameter);
    return event.length(parameter) >= text.length
        && Arrays.equals(event.bytes(), from, from + text.length, text, 0, text.length);
  }

  private static void pluginInfo(CurrentEvent current, Value into) {
    Event event = current.event();
    if (event.code() == ASYNC && event.has(ASYNC_DATA)) {
      into.set(event.bytes(), event.offset(ASYNC_DATA), event.textLength(ASYNC_DATA));
    }
  }

  private static void direction(CurrentEvent current, Value into) {
    int code = current.event().code();
    if (READS[code]) {
      into.set(READ, 0, READ.length);
    } else if (WRITES[code]) {
      into.set(WRITE, 0, WRITE.length);
    }
  }

  private static void syslog(CurrentEvent current, Value into) {
    Descriptor descriptor = current.descriptor();
    into.set(
        WRITES[current.event().code()] && descriptor != null && contains(descriptor.name(), LOG));
  }

  private static boolean contains(@Nullable Text text, byte[] part) {
    if (text == null) {
      return false;
    }
    for (int from = 0; from + part.length <= text.length(); from++) {
      int same = 0;
      while (same < part.length && text.at(from + same) == part[same]) {
        same++;
      }
      if (same == part.length) {
        return true;
      }
    }
    return false;
  }
}
