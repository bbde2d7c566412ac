// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.ThreadEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of the descriptors that poll and ppoll wait for, joined by commas. */
final class DescriptorListFields {

  private static final int POLL = 81;
  private static final int PPOLL = 255;
  private static final int LIST = 1;
  private static final int ENTRY = 10;
  private static final byte[] UNKNOWN = "<NA>".getBytes(StandardCharsets.US_ASCII);

  private DescriptorListFields() {}

  static List<FieldRow> rows() {
    return List.of(
        row("fdlist.nums", "Numbers", (fd, known, to) -> number(fd, to)),
        row("fdlist.names", "Names", (fd, known, to) -> name(known, to)),
        row("fdlist.cips", "Addresses of the clients", (fd, known, to) -> client(known, to)),
        row("fdlist.sips", "Addresses of the servers", (fd, known, to) -> server(known, to)),
        row("fdlist.cports", "Ports of the clients", (fd, known, to) -> clientPort(known, to)),
        row("fdlist.sports", "Ports of the servers", (fd, known, to) -> serverPort(known, to)));
  }

  private static FieldRow row(String name, String what, Part part) {
    return FieldRow.made(
        ProcessFields.text(
                name, what + " of the descriptors that the call waits for, joined by commas.")
            .onlyFor("poll", "ppoll"),
        () -> {
          Text scratch = new Text(128);
          return (current, into) -> {
            ThreadEntry thread = current.thread();
            if (thread != null && write(current.event(), thread, part, scratch)) {
              Values.set(into, scratch);
            }
          };
        });
  }

  private static boolean write(Event event, ThreadEntry thread, Part part, Text to) {
    if ((event.code() != POLL && event.code() != PPOLL) || event.length(LIST) < 2) {
      return false;
    }
    to.clear();
    int at = event.offset(LIST);
    int count = Math.min(event.shortAt(at), (event.length(LIST) - 2) / ENTRY);
    for (int i = 0; i < count; i++) {
      long fd = event.longAt(at + 2 + i * ENTRY);
      int before = to.length();
      if (before > 0) {
        to.append(',');
      }
      int start = to.length();
      part.append(fd, thread.descriptors().get(fd), to);
      if (to.length() == start) {
        to.truncate(before);
      }
    }
    return !to.isEmpty();
  }

  private static void number(long fd, Text to) {
    if (fd < 0) {
      to.append('-').appendDecimal(-fd);
    } else {
      to.appendDecimal(fd);
    }
  }

  private static void name(@Nullable Descriptor fd, Text to) {
    if (fd == null || fd.name().isEmpty()) {
      to.append(UNKNOWN);
    } else {
      to.append(fd.name());
    }
  }

  private static void client(@Nullable Descriptor fd, Text to) {
    if (fd != null && connection(fd)) {
      address(fd, fd.sourceAddress(), to);
    }
  }

  private static void server(@Nullable Descriptor fd, Text to) {
    if (fd != null && connection(fd)) {
      address(fd, fd.destinationAddress(), to);
    } else if (fd != null && fd.type().server()) {
      address(fd, fd.sourceAddress(), to);
    }
  }

  private static void clientPort(@Nullable Descriptor fd, Text to) {
    if (fd != null && connection(fd)) {
      to.appendDecimal(fd.sourcePort());
    }
  }

  private static void serverPort(@Nullable Descriptor fd, Text to) {
    if (fd != null && connection(fd)) {
      to.appendDecimal(fd.destinationPort());
    } else if (fd != null && fd.type().server()) {
      to.appendDecimal(fd.sourcePort());
    }
  }

  private static boolean connection(Descriptor fd) {
    return fd.type().internet() && !fd.type().server();
  }

  private static void address(Descriptor fd, byte[] address, Text to) {
    if (fd.type().four()) {
      InetText.appendV4(to, address, 0);
    } else {
      InetText.appendV6(to, address, 0);
    }
  }

  @FunctionalInterface
  private interface Part {
    void append(long fd, @Nullable Descriptor known, Text to);
  }
}
