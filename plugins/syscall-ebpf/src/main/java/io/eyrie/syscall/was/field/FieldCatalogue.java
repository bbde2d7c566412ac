// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.syscall.event.EventType;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.event.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The fields of system calls: each row is a declaration and how it is read. A field is declared by
 * being here, so none is declared that is not extracted.
 */
public final class FieldCatalogue {

  private static final String[] WITH_DESCRIPTOR = typesWithDescriptor();
  private static final String[] WITH_RESULT =
      EventType.names().stream()
          .filter(name -> !name.equals(EventType.PROCEXIT.text()))
          .toArray(String[]::new);

  private static final Map<String, Row> ROWS = new LinkedHashMap<>();

  static {
    add(
        Field.of(
                "evt.res",
                FieldType.STRING,
                "SUCCESS, or the name of the error that the call gave, such as ENOENT.")
            .onlyFor(WITH_RESULT),
        () -> EventFields::result);
    add(
        Field.of(
            "evt.is_open_read",
            FieldType.BOOL,
            "Whether the event is an open, openat or openat2 that asked for reading."),
        () -> EventFields::openRead);
    add(
        Field.of(
            "evt.is_open_write",
            FieldType.BOOL,
            "Whether the event is an open, openat or openat2 that asked for writing."),
        () -> EventFields::openWrite);
    add(
        Field.of("proc.name", FieldType.STRING, "Name of the process, at most 15 bytes.")
            .asSuggested(),
        () -> ProcessFields::name);
    add(
        Field.of("proc.pname", FieldType.STRING, "Name of the parent process."),
        () -> ProcessFields::parentName);
    add(
        Field.of(
                "proc.cmdline",
                FieldType.STRING,
                "Name of the process and its arguments, joined by blanks.")
            .asSuggested(),
        () -> ProcessFields::commandLine);
    add(
        Field.of("proc.exepath", FieldType.STRING, "Path of the executable, links resolved."),
        () -> ProcessFields::executable);
    add(Field.of("proc.pid", FieldType.INT64, "Id of the process."), () -> ProcessFields::pid);
    add(
        Field.of("proc.ppid", FieldType.INT64, "Id of the parent process."),
        () -> ProcessFields::parentPid);
    add(
        Field.of("user.uid", FieldType.UINT64, "Id of the user that the thread runs as.")
            .asSuggested(),
        () -> UserFields::uid);
    add(
        Field.of(
                "user.name",
                FieldType.STRING,
                "Name of the user that the thread runs as, <NA> when it has none.")
            .asSuggested(),
        () -> UserFields::name);
    add(
        Field.of(
                "fd.name",
                FieldType.STRING,
                "Path of a file, or both ends of a connection as client:port->server:port.")
            .onlyFor(WITH_DESCRIPTOR),
        () -> new DescriptorName(new Text(256)));
    add(
        Field.of("fd.num", FieldType.INT64, "Number of the descriptor, -1 when none was made.")
            .onlyFor(WITH_DESCRIPTOR),
        () -> DescriptorFields::number);
    add(
        Field.of(
                "fd.typechar",
                FieldType.STRING,
                "Letter of what the descriptor is: f file, d directory, 4 and 6 internet, u Unix"
                    + " socket, p pipe, e event, s signal, l epoll, i inotify, t timer, n netlink,"
                    + " b bpf, r io_uring, m memfd, P pidfd, o other.")
            .onlyFor(WITH_DESCRIPTOR),
        () -> DescriptorFields::letter);
    add(
        Field.of(
                "container.id",
                FieldType.STRING,
                "First twelve digits of the container's id, host outside of containers.")
            .asSuggested(),
        () -> ProcessFields::containerId);
  }

  private FieldCatalogue() {}

  /** All fields, in the order of their declaration. */
  public static List<Field> fields() {
    return ROWS.values().stream().map(Row::field).toList();
  }

  /** Whether a field tells of descriptors, so that their state has to be kept. */
  static boolean needsDescriptors(String name) {
    return name.startsWith("fd.");
  }

  /** A reader of its own for a declared field. */
  static FieldReader reader(String name) {
    Row row = ROWS.get(name);
    if (row == null) {
      throw new IllegalArgumentException("not a field of system calls: " + name);
    }
    return row.reader().get();
  }

  private static void add(Field field, Supplier<FieldReader> reader) {
    ROWS.put(field.name(), new Row(field, reader));
  }

  private static String[] typesWithDescriptor() {
    return Arrays.stream(RecordKind.values())
        .filter(kind -> kind.subject() != RecordKind.Subject.NONE)
        .map(RecordKind::eventType)
        .filter(type -> type != null)
        .map(EventType::text)
        .toArray(String[]::new);
  }

  private record Row(Field field, Supplier<FieldReader> reader) {}
}
