// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Makes events and captures, and reads them back. */
public final class Events {

  static final int OPEN_EXIT = 3;
  static final int CLOSE_EXIT = 5;
  static final int READ_ENTRY = 6;
  static final int READ_EXIT = 7;
  static final int WRITE_EXIT = 9;

  private Events() {}

  /** An event; numbers and texts as its row of the table has them, null for what is absent. */
  public static Event event(int code, long time, long tid, @Nullable Object... parameters) {
    Event event = new Event(64);
    event.begin(code, time, tid, 1);
    for (int i = 0; i < parameters.length; i++) {
      put(event, EventTable.row(code).parameter(i), parameters[i]);
    }
    return event;
  }

  private static void put(Event event, Parameter parameter, @Nullable Object value) {
    switch (value) {
      case null -> event.empty();
      case byte[] bytes -> event.parameter(event.append(bytes, 0, bytes.length), bytes.length);
      case String text -> {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        event.parameter(event.append(bytes, 0, bytes.length), bytes.length);
      }
      case Number number -> {
        switch (parameter.type().size()) {
          case 1 -> event.put8(number.longValue());
          case 2 -> event.put16(number.longValue());
          case 4 -> event.put32(number.longValue());
          default -> event.put64(number.longValue());
        }
      }
      default -> throw new IllegalArgumentException(parameter + ": " + value);
    }
  }

  /** The name of the event and its parameters in hexadecimal. */
  static String text(Event event) {
    EventRow row = event.row();
    StringJoiner text = new StringJoiner(" ", row.code() + " " + row.name() + " ", "");
    text.add(event.timeNanos() + "@" + event.tid() + "/" + event.cpu());
    for (int i = 0; i < event.count(); i++) {
      StringBuilder hex = new StringBuilder();
      for (int b = 0; b < event.length(i); b++) {
        hex.append("%02x".formatted(event.bytes()[event.offset(i) + b]));
      }
      text.add(row.parameter(i).name() + "=" + hex);
    }
    return text.toString();
  }

  /** A small capture of today: one shell that opens, reads and closes a file. */
  static byte[] sample() {
    return capture(
        List.of(
            event(OPEN_EXIT, 1_000, 42, 3, "/etc/hosts", 4097, 0, 2049, 77),
            event(READ_EXIT, 2_000, 42, 5, "hello".getBytes(StandardCharsets.UTF_8), 3, 4096),
            event(CLOSE_EXIT, 3_000, 42, 0, 3),
            event(OPEN_EXIT, 4_000, 42, -2, "nowhere", 1, 0, null, null)));
  }

  /** A capture of one process with these events. */
  static byte[] capture(List<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CaptureWriter writer = CaptureWriter.plain(bytes)) {
      writer.head(
          new MachineInfo(2, 1 << 30, 32768, "test", 5),
          facts -> facts.thread(Facts.process(42, 1, "sh")));
      for (Event event : events) {
        writer.write(event, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** All events of a capture; with the damage as the last line. */
  static List<String> read(byte[] capture) {
    return read(capture, new Facts());
  }

  static List<String> read(byte[] capture, Facts facts) {
    List<String> found = new ArrayList<>();
    Event event = new Event(16);
    try (CaptureReader reader = new CaptureReader(new ByteArrayInputStream(capture))) {
      while (true) {
        switch (reader.next(event, facts)) {
          case EVENT -> found.add((reader.stateOnly() ? "hidden " : "") + text(event));
          case SECTION -> found.add("section");
          case END -> {
            return found;
          }
        }
      }
    } catch (CaptureException e) {
      found.add("byte " + e.offset() + ": " + e.reason());
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
