// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventRow.Category;
import java.util.List;

/** What was read or written, and how much: {@code evt.buffer}, {@code evt.buflen}. */
final class EventBufferFields {

  private static final int[] DATA = EventParameters.named("data");

  private EventBufferFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            Field.of(
                "evt.buffer",
                FieldType.BYTES,
                "The first bytes that were read or written, as many as were kept."),
            EventBufferFields::buffer),
        length("evt.buflen", "How many bytes were read or written.", Way.ANY, IoKind.UNKNOWN),
        length("evt.buflen.in", "How many bytes were read.", Way.IN, IoKind.UNKNOWN),
        length("evt.buflen.out", "How many bytes were written.", Way.OUT, IoKind.UNKNOWN),
        length(
            "evt.buflen.file",
            "How many bytes were read from or written to a file.",
            Way.ANY,
            IoKind.FILE),
        length("evt.buflen.file.in", "How many bytes were read from a file.", Way.IN, IoKind.FILE),
        length(
            "evt.buflen.file.out", "How many bytes were written to a file.", Way.OUT, IoKind.FILE),
        length(
            "evt.buflen.net",
            "How many bytes were received or sent over the network.",
            Way.ANY,
            IoKind.NET),
        length(
            "evt.buflen.net.in",
            "How many bytes were received over the network.",
            Way.IN,
            IoKind.NET),
        length(
            "evt.buflen.net.out",
            "How many bytes were sent over the network.",
            Way.OUT,
            IoKind.NET));
  }

  /** Which way bytes go. */
  private enum Way {
    ANY,
    IN,
    OUT
  }

  private static void buffer(CurrentEvent current, Value into) {
    Event event = current.event();
    int index = DATA[event.code()];
    if (event.has(index)) {
      into.set(event.bytes(), event.offset(index), event.length(index));
    }
  }

  /**
   * How many bytes one kind of call moved.
   *
   * @param kind of the descriptor; any for {@link IoKind#UNKNOWN}
   */
  private static FieldRow length(String name, String description, Way way, IoKind kind) {
    return FieldRow.of(
        Field.of(name, FieldType.UINT64, description),
        (current, into) -> {
          Event event = current.event();
          Descriptor descriptor = current.descriptor();
          if (descriptor == null
              || !event.hasResult()
              || event.result() < 0
              || !goes(event.row(), way)) {
            return;
          }
          if (kind == IoKind.UNKNOWN || IoKind.of(descriptor.type()) == kind) {
            into.set(event.result());
          }
        });
  }

  private static boolean goes(EventRow row, Way way) {
    Category category = row.category();
    return switch (way) {
      case ANY ->
          category == Category.IO_READ
              || category == Category.IO_WRITE
              || category == Category.IO_OTHER;
      case IN -> category == Category.IO_READ;
      case OUT -> category == Category.IO_WRITE;
    };
  }
}
