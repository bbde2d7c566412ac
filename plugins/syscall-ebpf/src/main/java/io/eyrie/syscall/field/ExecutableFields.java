// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.state.ThreadFacts.ExecutableFile;
import java.util.List;

/** The fields of the executable's file, and of when processes and namespaces began. */
final class ExecutableFields {

  private ExecutableFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            Field.of("proc.duration", FieldType.RELTIME, "Time since the process began."),
            (current, into) -> since(current, start(current), into)),
        FieldRow.of(
            Field.of("proc.ppid.duration", FieldType.RELTIME, "Time since the parent began."),
            (current, into) -> since(current, parentStart(current), into)),
        FieldRow.of(
            Field.of(
                "proc.pid.ts",
                FieldType.RELTIME,
                "When the process began, nanoseconds since the epoch."),
            (current, into) -> known(start(current), into)),
        FieldRow.of(
            Field.of(
                "proc.ppid.ts",
                FieldType.RELTIME,
                "When the parent began, nanoseconds since the epoch."),
            (current, into) -> known(parentStart(current), into)),
        is(
            "proc.is_exe_writable",
            "Whether the user of the process may write to the executable.",
            ExecutableFile::writable),
        is(
            "proc.is_exe_upper_layer",
            "Whether the executable lies in the upper layer of an overlayfs.",
            ExecutableFile::upperLayer),
        is(
            "proc.is_exe_lower_layer",
            "Whether the executable lies in the lower layer of an overlayfs.",
            ExecutableFile::lowerLayer),
        is(
            "proc.is_exe_from_memfd",
            "Whether the executable is an anonymous file in memory.",
            ExecutableFile::fromMemfd),
        FieldRow.of(
            Field.of("proc.exe_ino", FieldType.INT64, "Inode of the executable."),
            OfThread.own((thread, into) -> known(thread.image().file().inode(), into))),
        FieldRow.of(
            Field.of(
                "proc.exe_ino.ctime",
                FieldType.ABSTIME,
                "When the executable's inode was last changed."),
            OfThread.own((thread, into) -> known(thread.image().file().ctimeNanos(), into))),
        FieldRow.of(
            Field.of(
                "proc.exe_ino.mtime",
                FieldType.ABSTIME,
                "When the executable's content was last changed."),
            OfThread.own((thread, into) -> known(thread.image().file().mtimeNanos(), into))),
        FieldRow.of(
            Field.of(
                "proc.exe_ino.ctime_duration_proc_start",
                FieldType.ABSTIME,
                "Nanoseconds from the last change of the executable's inode to the start of the"
                    + " process."),
            (current, into) -> between(ctime(current), start(current), into)),
        FieldRow.of(
            Field.of(
                "proc.exe_ino.ctime_duration_pidns_start",
                FieldType.ABSTIME,
                "Nanoseconds from the start of the pid namespace to the last change of the"
                    + " executable's inode."),
            (current, into) -> between(namespaceStart(current), ctime(current), into)),
        FieldRow.of(
            Field.of(
                "proc.pidns_init_start_ts",
                FieldType.UINT64,
                "When the pid namespace began, nanoseconds since the epoch."),
            (current, into) -> known(namespaceStart(current), into)));
  }

  private static FieldRow is(String name, String description, Test test) {
    return FieldRow.of(
        Field.of(name, FieldType.BOOL, description),
        OfThread.own((thread, into) -> into.set(test.of(thread.image().file()))));
  }

  private static long start(CurrentEvent current) {
    ThreadEntry thread = current.thread();
    if (thread == null || thread.startNanos() != 0) {
      return thread == null ? 0 : thread.startNanos();
    }
    ThreadEntry main = current.main();
    return main == null ? 0 : main.startNanos();
  }

  private static long parentStart(CurrentEvent current) {
    ThreadEntry parent = current.parent();
    return parent == null ? 0 : parent.startNanos();
  }

  private static long ctime(CurrentEvent current) {
    ThreadEntry thread = current.thread();
    return thread == null ? 0 : thread.image().file().ctimeNanos();
  }

  private static long namespaceStart(CurrentEvent current) {
    ThreadEntry thread = current.thread();
    return thread == null ? 0 : thread.pidnsInitStartNanos();
  }

  private static void since(CurrentEvent current, long start, Value into) {
    if (start != 0) {
      into.set(current.event().timeNanos() - start);
    }
  }

  private static void between(long first, long second, Value into) {
    if (first != 0 && second >= first) {
      into.set(second - first);
    }
  }

  /** 0 stands for what was not told. */
  private static void known(long value, Value into) {
    if (value != 0) {
      into.set(value);
    }
  }

  @FunctionalInterface
  private interface Test {
    boolean of(ExecutableFile file);
  }
}
