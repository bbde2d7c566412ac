// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Capabilities;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.Items;
import io.eyrie.syscall.state.ThreadEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the event's own thread, and of what its process takes: ids, capabilities, memory,
 * processor, cgroups, descriptors.
 */
final class ThreadFields {

  private static final int SWITCH = 152;
  private static final int PROCINFO = 234;

  private ThreadFields() {}

  static List<FieldRow> rows() {
    List<FieldRow> rows = new ArrayList<>(capabilities());
    rows.addAll(descriptors());
    rows.addAll(memory());
    rows.addAll(own());
    rows.addAll(processor());
    return List.copyOf(rows);
  }

  private static List<FieldRow> capabilities() {
    return List.of(
        capabilities("thread.cap_permitted", "Permitted", ThreadEntry::capPermitted),
        capabilities("thread.cap_inheritable", "Inheritable", ThreadEntry::capInheritable),
        capabilities("thread.cap_effective", "Effective", ThreadEntry::capEffective));
  }

  private static FieldRow capabilities(
      String name, String which, ToLongFunction<ThreadEntry> bits) {
    return FieldRow.made(
        ProcessFields.text(name, which + " capabilities, joined by blanks."),
        () -> {
          Text scratch = new Text(256);
          return OfThread.own((thread, into) -> {
            Capabilities.write(bits.applyAsLong(thread), scratch);
            Values.set(into, scratch);
          });
        });
  }

  private static List<FieldRow> descriptors() {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(
        FieldRow.of(
            Field.of("proc.fdopencount", FieldType.UINT64, "Number of open descriptors."),
            OfThread.own((thread, into) -> into.set(thread.descriptors().size()))));
    rows.add(
        FieldRow.of(
            ProcessFields.number("proc.fdlimit", "How many descriptors the process may open."),
            OfThread.main((thread, into) -> into.set(thread.fdLimit()))));
    rows.add(
        FieldRow.of(
            Field.of(
                "proc.fdusage",
                FieldType.DOUBLE,
                "Open descriptors of those that the process may open, percent."),
            OfThread.main((thread, into) -> {
              if (thread.fdLimit() > 0) {
                into.set(thread.descriptors().size() * 100.0 / thread.fdLimit());
              }
            })));
    standard(rows, "stdin", 0);
    standard(rows, "stdout", 1);
    standard(rows, "stderr", 2);
    return rows;
  }

  private static void standard(List<FieldRow> rows, String name, long fd) {
    rows.add(
        FieldRow.of(
            ProcessFields.text(
                "proc." + name + ".type", "What descriptor " + fd + " is, as in fd.type."),
            OfThread.own((thread, into) -> {
              Descriptor descriptor = thread.descriptors().get(fd);
              if (descriptor != null) {
                Values.set(into, descriptor.type().text());
              }
            })));
    rows.add(
        FieldRow.of(
            ProcessFields.text(
                "proc." + name + ".name", "Name of descriptor " + fd + ", as in fd.name."),
            OfThread.own((thread, into) -> {
              Descriptor descriptor = thread.descriptors().get(fd);
              if (descriptor != null) {
                Values.set(into, descriptor.name());
              }
            })));
  }

  private static List<FieldRow> memory() {
    return List.of(
        size("proc.vmsize", "Virtual memory of the process, KiB.", ThreadEntry::sizeKib),
        size("proc.vmrss", "Resident memory of the process, KiB.", ThreadEntry::residentKib),
        size("proc.vmswap", "Swapped memory of the process, KiB.", ThreadEntry::swappedKib),
        ofMain("thread.vmsize", "Virtual memory, KiB", 1, ThreadEntry::sizeKib),
        ofMain("thread.vmrss", "Resident memory, KiB", 1, ThreadEntry::residentKib),
        ofMain("thread.vmsize.b", "Virtual memory, bytes", 1024, ThreadEntry::sizeKib),
        ofMain("thread.vmrss.b", "Resident memory, bytes", 1024, ThreadEntry::residentKib),
        FieldRow.of(
            Field.of("thread.pfmajor", FieldType.UINT64, "Major page faults of the thread."),
            OfThread.own((thread, into) -> into.set(thread.majorFaults()))),
        FieldRow.of(
            Field.of("thread.pfminor", FieldType.UINT64, "Minor page faults of the thread."),
            OfThread.own((thread, into) -> into.set(thread.minorFaults()))));
  }

  private static FieldRow size(String name, String description, ToLongFunction<ThreadEntry> value) {
    return FieldRow.of(
        Field.of(name, FieldType.UINT64, description),
        OfThread.main((thread, into) -> into.set(value.applyAsLong(thread))));
  }

  private static FieldRow ofMain(
      String name, String what, long factor, ToLongFunction<ThreadEntry> value) {
    return FieldRow.of(
        Field.of(name, FieldType.UINT64, what + "; of a thread that is not the main one 0."),
        OfThread.own(
            (thread, into) -> into.set(thread.main() ? value.applyAsLong(thread) * factor : 0)));
  }

  private static List<FieldRow> own() {
    return List.of(
        FieldRow.of(ProcessFields.number("thread.tid", "Id of the thread."), ThreadFields::tid),
        FieldRow.of(
            Field.of(
                "thread.ismain",
                FieldType.BOOL,
                "Whether the thread is the main one of its process."),
            OfThread.own((thread, into) -> into.set(thread.main()))),
        FieldRow.of(
            ProcessFields.number("thread.vtid", "Id of the thread in its pid namespace."),
            OfThread.own((thread, into) -> ProcessFields.known(thread.vtid(), into))),
        FieldRow.made(
            ProcessFields.text("thread.nametid", "Name of the process and id of the thread."),
            () ->
                ThreadTexts.own((thread, to) ->
                    to.append(thread.comm()).appendDecimal(Math.max(0, thread.tid())))),
        FieldRow.of(
            ProcessFields.text("thread.cgroups", "All cgroups, subsystem=path joined by blanks."),
            OfThread.own((thread, into) -> Values.set(into, thread.image().joinedCgroups()))),
        FieldRow.withArgument(
            ProcessFields.text("thread.cgroup", "Path of the cgroup of a subsystem.")
                .withArgument(Argument.REQUIRED_KEY),
            ThreadFields::cgroup),
        FieldRow.of(
            Field.of("proc.nthreads", FieldType.UINT64, "Number of threads of the process."),
            OfThread.main((thread, into) -> into.set(thread.threads()))),
        FieldRow.of(
            Field.of(
                "proc.nchilds",
                FieldType.UINT64,
                "Number of threads of the process besides the main one."),
            OfThread.main((thread, into) -> into.set(thread.threads() - 1))));
  }

  private static void tid(CurrentEvent current, Value into) {
    into.set(current.event().tid());
  }

  private static FieldReader cgroup(@Nullable String argument) {
    byte[] subsystem = Objects.requireNonNull(argument).getBytes(StandardCharsets.UTF_8);
    return OfThread.own((thread, into) -> {
      byte[] cgroups = thread.image().cgroups();
      int path = Items.valueOf(cgroups, subsystem);
      if (path >= 0) {
        into.set(cgroups, path, Items.end(cgroups, path) - path);
      }
    });
  }

  private static List<FieldRow> processor() {
    return List.of(
        FieldRow.of(
            Field.of(
                    "thread.exectime",
                    FieldType.RELTIME,
                    "How long the thread ran before this switch away from it.")
                .onlyFor("switch"),
            (current, into) -> ran(current, into, false)),
        FieldRow.of(
            Field.of(
                    "thread.totexectime",
                    FieldType.RELTIME,
                    "How long the thread ran in all, until this switch away from it.")
                .onlyFor("switch"),
            (current, into) -> ran(current, into, true)),
        share("thread.cpu", "Share", true, true),
        share("thread.cpu.user", "User mode's share", true, false),
        share("thread.cpu.system", "The kernel's share", false, true));
  }

  private static void ran(CurrentEvent current, Value into, boolean inAll) {
    ThreadEntry thread = current.thread();
    if (thread != null && current.event().code() == SWITCH && thread.ranNanos() != 0) {
      into.set(inAll ? thread.ranInAllNanos() : thread.ranNanos());
    }
  }

  private static FieldRow share(String name, String what, boolean user, boolean system) {
    return FieldRow.of(
        Field.of(
                name,
                FieldType.DOUBLE,
                what + " of a processor that the thread had in the last second, percent.")
            .onlyFor("procinfo"),
        (current, into) -> {
          ThreadEntry thread = current.thread();
          if (thread != null && current.event().code() == PROCINFO && thread.cpuUserShare() >= 0) {
            into.set(
                (user ? (double) thread.cpuUserShare() : 0)
                    + (system ? thread.cpuSystemShare() : 0));
          }
        });
  }
}
