// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ThreadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The fields of the session and the process groups that the event's process is in. */
final class ProcessGroupFields {

  private ProcessGroupFields() {}

  static List<FieldRow> rows() {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(
        FieldRow.of(
            ProcessFields.number("proc.sid", "Id of the session."),
            OfThread.own((thread, into) -> into.set(thread.sid()))));
    rows.add(
        leader(
            "proc.sname",
            "Name of the leader of the session.",
            ThreadEntry::sid,
            false,
            ThreadTexts::comm));
    leaders(rows, "proc.sid", "session", ThreadEntry::sid, false, false);
    rows.add(
        FieldRow.of(
            ProcessFields.number(
                "proc.vpgid", "Id of the process group as the process's pid namespace sees it."),
            OfThread.own((thread, into) -> into.set(thread.vpgid()))));
    leaders(rows, "proc.vpgid", "process group", ThreadEntry::vpgid, true, true);
    rows.add(
        FieldRow.of(
            ProcessFields.number("proc.pgid", "Id of the process group as the host sees it."),
            OfThread.own((thread, into) -> into.set(thread.pgid()))));
    leaders(rows, "proc.pgid", "process group", ThreadEntry::pgid, false, true);
    rows.add(
        is(
            "proc.is_sid_leader",
            "Whether the process leads its session.",
            thread -> thread.sid() == thread.vpid()));
    rows.add(
        is(
            "proc.is_vpgid_leader",
            "Whether the process leads its process group, as its pid namespace sees it.",
            thread -> thread.vpgid() == thread.vpid()));
    rows.add(
        is(
            "proc.is_pgid_leader",
            "Whether the process leads its process group, as the host sees it.",
            thread -> thread.pgid() == thread.pid()));
    return List.copyOf(rows);
  }

  private static void leaders(
      List<FieldRow> rows,
      String name,
      String what,
      ToLongFunction<ThreadEntry> id,
      boolean namespaced,
      boolean named) {
    if (named) {
      rows.add(
          leader(
              name + ".name",
              "Name of the leader of the " + what + ".",
              id,
              namespaced,
              ThreadTexts::comm));
    }
    rows.add(
        leader(
            name + ".exe",
            "First argument of the leader of the " + what + ".",
            id,
            namespaced,
            ThreadTexts::exe));
    rows.add(
        leader(
            name + ".exepath",
            "Path of the executable of the leader of the " + what + ".",
            id,
            namespaced,
            ThreadTexts::executable));
  }

  private static FieldRow leader(
      String name,
      String description,
      ToLongFunction<ThreadEntry> id,
      boolean namespaced,
      ThreadTexts texts) {
    return FieldRow.made(
        ProcessFields.text(name, description),
        () -> {
          Leaders leaders = new Leaders(id, namespaced);
          Text scratch = new Text(64);
          return (current, into) -> {
            if (current.thread() == null) {
              return;
            }
            ThreadEntry leader = leaders.of(current);
            scratch.clear();
            if (leader != null) {
              texts.append(leader, scratch);
            }
            Values.set(into, scratch);
          };
        });
  }

  private static FieldRow is(String name, String description, Test test) {
    return FieldRow.of(
        Field.of(name, FieldType.BOOL, description),
        OfThread.own((thread, into) -> into.set(test.of(thread))));
  }

  @FunctionalInterface
  private interface Test {
    boolean of(ThreadEntry thread);
  }
}
