// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.ParameterPaths;
import io.eyrie.syscall.state.PathJoin;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.ParameterType;
import java.util.Arrays;
import java.util.List;

/**
 * The fields of the paths that calls work on, also those that open nothing: one path, or a source
 * and a target. Of calls that succeeded; of opens also of those that failed. As upstream has it,
 * the source of a link is the new name, its target what it stands for.
 */
final class PathFields {

  private static final int NONE = -1;
  private static final int OF_DESCRIPTOR = -2;
  private static final int[] NAME = new int[EventTable.size()];
  private static final int[] SOURCE = new int[EventTable.size()];
  private static final int[] TARGET = new int[EventTable.size()];
  private static final List<String> OPENS = List.of("open", "openat", "openat2", "creat");

  static {
    Arrays.fill(NAME, NONE);
    Arrays.fill(SOURCE, NONE);
    Arrays.fill(TARGET, NONE);
    for (EventRow row : EventTable.rows()) {
      if (row.exit() && row.status() == EventRow.Status.CURRENT) {
        place(row);
      }
    }
  }

  private PathFields() {}

  private static void place(EventRow row) {
    switch (row.name()) {
      case "open", "openat", "openat2", "creat", "unlinkat", "umount", "umount2" ->
          NAME[row.code()] = row.indexOf("name");
      case "mkdir", "mkdirat", "rmdir", "unlink", "chown", "lchown" ->
          NAME[row.code()] = row.indexOf("path");
      case "chmod", "fchmodat" -> NAME[row.code()] = row.indexOf("filename");
      case "fchownat" -> NAME[row.code()] = row.indexOf("pathname");
      case "quotactl" -> NAME[row.code()] = row.indexOf("special");
      case "fchmod", "fchown" -> NAME[row.code()] = OF_DESCRIPTOR;
      case "rename", "renameat", "renameat2" -> pair(row, "oldpath", "newpath");
      case "link", "linkat" -> pair(row, "newpath", "oldpath");
      case "symlink", "symlinkat" -> pair(row, "linkpath", "target");
      case "mount" -> pair(row, "dev", "dir");
      default -> {}
    }
  }

  private static void pair(EventRow row, String source, String target) {
    SOURCE[row.code()] = row.indexOf(source);
    TARGET[row.code()] = row.indexOf(target);
  }

  static List<FieldRow> rows() {
    return List.of(
        row("fs.path.name", "Path that the call works on, made absolute", NAME, false),
        row("fs.path.nameraw", "Path that the call works on, as it was given", NAME, true),
        row("fs.path.source", "Source of a call with two paths, made absolute", SOURCE, false),
        row("fs.path.sourceraw", "Source of a call with two paths, as it was given", SOURCE, true),
        row("fs.path.target", "Target of a call with two paths, made absolute", TARGET, false),
        row("fs.path.targetraw", "Target of a call with two paths, as it was given", TARGET, true));
  }

  private static FieldRow row(String name, String description, int[] places, boolean raw) {
    return FieldRow.made(
        ProcessFields.text(name, description + ".").onlyFor(types(places)),
        () -> {
          ParameterPaths paths = new ParameterPaths();
          Text scratch = new Text(256);
          return (current, into) -> {
            Event event = current.event();
            int place = places[event.code()];
            ThreadEntry thread = current.thread();
            if (place == NONE || thread == null || failed(event)) {
              return;
            }
            if (place == OF_DESCRIPTOR) {
              Descriptor descriptor = current.descriptor();
              if (descriptor != null) {
                Values.set(into, descriptor.name());
              }
            } else if (event.textLength(place) > 0) {
              write(event, place, thread, raw, paths, scratch);
              Values.set(into, scratch);
            }
          };
        });
  }

  private static String[] types(int[] places) {
    return EventTable.rows().stream()
        .filter(row -> places[row.code()] != NONE)
        .map(EventRow::name)
        .distinct()
        .toArray(String[]::new);
  }

  private static boolean failed(Event event) {
    return event.result() < 0 && !OPENS.contains(event.row().name());
  }

  private static void write(
      Event event, int place, ThreadEntry thread, boolean raw, ParameterPaths paths, Text into) {
    ParameterType type = event.row().parameter(place).type();
    if (raw) {
      into.set(event.bytes(), event.offset(place), event.textLength(place));
    } else if (type == ParameterType.FSPATH || type == ParameterType.FSRELPATH) {
      paths.join(event, place, thread, into);
    } else {
      PathJoin.join(
          thread.cwd(), event.bytes(), event.offset(place), event.textLength(place), into);
    }
  }
}
