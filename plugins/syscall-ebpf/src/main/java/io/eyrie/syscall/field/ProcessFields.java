// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Items;
import io.eyrie.syscall.state.ThreadEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of the event's process and its ancestors: names, programs, arguments, ids. */
final class ProcessFields {

  private ProcessFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.made(
            text("proc.exe", "First argument that the process was started with."),
            () -> ThreadTexts.own(ThreadTexts::exe)),
        FieldRow.made(
            text("proc.pexe", "First argument of the parent process."),
            () -> ThreadTexts.parent(ThreadTexts::exe)),
        ancestors("proc.aexe", "First argument of an ancestor", ThreadTexts::exe),
        FieldRow.of(
            text("proc.exepath", "Path of the executable, links resolved."),
            OfThread.own((thread, into) -> Values.set(into, thread.image().executable()))),
        FieldRow.made(
            text("proc.pexepath", "Path of the parent's executable."),
            () -> ThreadTexts.parent(ThreadTexts::executable)),
        ancestors("proc.aexepath", "Path of an ancestor's executable", ThreadTexts::executable),
        FieldRow.of(
            text("proc.name", "Name of the process, at most 15 bytes.").asSuggested(),
            OfThread.own((thread, into) -> Values.set(into, thread.comm()))),
        FieldRow.of(
            text("proc.pname", "Name of the parent process."),
            OfThread.parent((thread, into) -> Values.set(into, thread.comm()))),
        ancestors("proc.aname", "Name of an ancestor", ThreadTexts::comm),
        FieldRow.withArgument(
            text(
                    "proc.args",
                    "Arguments after the first, joined by blanks; with an index, one of them,"
                        + " counted from 0.")
                .withArgument(Argument.OPTIONAL_INDEX),
            ProcessFields::arguments),
        FieldRow.withArgument(
            text(
                    "proc.aargs",
                    "Arguments of the ancestors, joined by blanks; with an index, of the one so"
                        + " many levels up.")
                .withArgument(Argument.OPTIONAL_INDEX),
            argument -> AncestorReaders.joined(ThreadTexts::arguments, argument)),
        FieldRow.made(
            text("proc.cmdline", "Name of the process and its arguments, joined by blanks.")
                .asSuggested(),
            () -> ThreadTexts.own(ThreadTexts::commandLine)),
        FieldRow.made(
            text("proc.pcmdline", "Name of the parent process and its arguments."),
            () -> ThreadTexts.parent(ThreadTexts::commandLine)),
        ancestors(
            "proc.acmdline", "Name of an ancestor and its arguments", ThreadTexts::commandLine),
        FieldRow.of(
            Field.of("proc.cmdnargs", FieldType.UINT64, "Number of arguments after the first."),
            OfThread.own((thread, into) -> into.set(thread.image().argumentCount()))),
        FieldRow.of(
            Field.of(
                "proc.cmdlenargs",
                FieldType.UINT64,
                "Bytes of all arguments after the first, without what separates them."),
            OfThread.own(ProcessFields::argumentBytes)),
        FieldRow.made(
            text("proc.exeline", "First argument and the others, joined by blanks."),
            () -> ThreadTexts.own(ThreadTexts::exeLine)),
        FieldRow.withArgument(
            text(
                    "proc.env",
                    "Environment joined by blanks; with a key, the value of that variable.")
                .withArgument(Argument.OPTIONAL_KEY),
            ProcessFields::environment),
        FieldRow.withArgument(
            text(
                    "proc.aenv",
                    "Environment of any ancestor; with an index, of the one so many levels up;"
                        + " with a key, the value of that variable in the nearest one that has it.")
                .withArgument(Argument.OPTIONAL_INDEX_OR_KEY),
            AncestorReaders::environment),
        FieldRow.of(
            text("proc.cwd", "Working directory, with a slash at its end."),
            OfThread.own((thread, into) -> Values.set(into, thread.cwd()))),
        FieldRow.made(
            number(
                "proc.loginshellid",
                "Id of the highest shell among the process and its ancestors."),
            ProcessFields::loginShell),
        FieldRow.of(
            Field.of(
                "proc.tty", FieldType.UINT64, "Number of the controlling terminal, 0 for none."),
            OfThread.own((thread, into) -> into.set(thread.tty()))),
        FieldRow.of(
            number("proc.pid", "Id of the process."),
            OfThread.own((thread, into) -> into.set(thread.pid()))),
        FieldRow.of(number("proc.ppid", "Id of the parent process."), ProcessFields::parentPid),
        FieldRow.withArgument(
            number("proc.apid", "Id of any ancestor; with an index, of the one so many levels up.")
                .withArgument(Argument.OPTIONAL_INDEX),
            AncestorReaders::pid),
        FieldRow.of(
            number("proc.vpid", "Id of the process in its pid namespace."),
            OfThread.own((thread, into) -> known(thread.vpid(), into))),
        FieldRow.of(
            number("proc.pvpid", "Id of the parent process in its pid namespace."),
            OfThread.parent((thread, into) -> known(thread.vpid(), into))));
  }

  static Field text(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  static Field number(String name, String description) {
    return Field.of(name, FieldType.INT64, description);
  }

  static void known(long id, Value into) {
    if (id != ThreadEntry.UNKNOWN) {
      into.set(id);
    }
  }

  private static FieldRow ancestors(String name, String what, ThreadTexts texts) {
    return FieldRow.withArgument(
        text(name, what + ": of any; with an index, of the one so many levels up.")
            .withArgument(Argument.OPTIONAL_INDEX),
        argument -> AncestorReaders.of(texts, argument));
  }

  private static FieldReader arguments(@Nullable String argument) {
    if (argument == null) {
      return OfThread.own((thread, into) -> Values.set(into, thread.image().joinedArguments()));
    }
    int index = argument.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(argument);
    return OfThread.own((thread, into) -> {
      byte[] args = thread.image().args();
      int start = Items.start(args, index);
      into.set(args, Math.max(0, start), start < 0 ? 0 : Items.end(args, start) - start);
    });
  }

  private static void argumentBytes(ThreadEntry thread, Value into) {
    byte[] args = thread.image().args();
    int bytes = 0;
    for (byte each : args) {
      bytes += each == 0 ? 0 : 1;
    }
    into.set(bytes);
  }

  private static FieldReader environment(@Nullable String argument) {
    if (argument == null) {
      return OfThread.own((thread, into) -> Values.set(into, thread.image().joinedEnvironment()));
    }
    byte[] name = argument.getBytes(StandardCharsets.UTF_8);
    return OfThread.own((thread, into) -> {
      if (!AncestorReaders.variable(thread, name, into)) {
        into.set(name, 0, 0);
      }
    });
  }

  private static FieldReader loginShell() {
    Ancestors ancestors = new Ancestors();
    return (current, into) -> {
      ancestors.begin(current);
      long found = 0;
      for (ThreadEntry at = ancestors.at(); at != null; at = ancestors.up(current)) {
        Text name = at.comm();
        int length = name.length();
        if (length >= 2 && name.at(length - 2) == 's' && name.at(length - 1) == 'h') {
          found = at.pid();
        }
      }
      if (current.thread() != null) {
        into.set(found);
      }
    };
  }

  private static void parentPid(CurrentEvent current, Value into) {
    ThreadEntry parent = current.parent();
    ThreadEntry thread = current.thread();
    if (parent != null) {
      into.set(parent.pid());
    } else if (thread != null && current.state().live() && thread.ptid() > 0) {
      into.set(thread.ptid());
    }
  }
}
