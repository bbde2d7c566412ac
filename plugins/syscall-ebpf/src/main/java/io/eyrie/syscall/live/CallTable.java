// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.Columns;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Syscalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * All calls of this processor by their numbers, read once from {@code calls.tsv} beside this class;
 * calls without a row there are told by the generic event, with their code and number.
 *
 * <p>Columns: names of calls ({@code !} when 32-bit tasks pass it in another form), code of the
 * event, class of loss, when the state needs it ({@code s} when it did not fail, {@code S} always),
 * sections ({@link Section}), parameters ({@link Recipes}).
 */
public final class CallTable {

  /** How many numbers of calls each mode of a task has. */
  public static final int NUMBERS = Syscalls.NUMBERS;

  private static final int GENERIC = 1;
  private static final int EXECVEAT = Syscalls.ofName("execveat");

  /** The section of an exec with the working directory. */
  private static final int EXEC_DIRECTORY = 4;

  private final Call[] calls = new Call[2 * Syscalls.NUMBERS];
  private final Call execve;
  private final Call execveat;
  private final Call exit;

  /** Reads the table. */
  public CallTable() {
    Map<String, Call> byName = new HashMap<>();
    Map<String, Call> byNameOn64 = new HashMap<>();
    Map<String, Call> special = new HashMap<>();
    for (String[] columns : Columns.of(CallTable.class, "calls.tsv")) {
      Call call = call(columns);
      for (String name : columns[0].split(",", -1)) {
        if (name.startsWith("*")) {
          special.put(name.substring(1), call);
        } else if (name.endsWith("!")) {
          byNameOn64.put(name.substring(0, name.length() - 1), call);
        } else {
          byName.put(name, call);
        }
      }
    }
    execve = Objects.requireNonNull(special.get("exec"));
    execveat = Objects.requireNonNull(special.get("execat"));
    exit = Objects.requireNonNull(special.get("exit"));
    for (int number = 0; number < Syscalls.NUMBERS; number++) {
      int code = Syscalls.ofX86(number);
      calls[number] =
          Objects.requireNonNullElseGet(
              byName.get(Syscalls.name(code)),
              () ->
                  Objects.requireNonNullElseGet(
                      byNameOn64.get(Syscalls.name(code)), () -> generic(code)));
      int code32 = Syscalls.ofI386(number);
      calls[Syscalls.NUMBERS + number] =
          Objects.requireNonNullElseGet(byName.get(Syscalls.name(code32)), () -> generic(code32));
    }
  }

  private static Call call(String[] columns) {
    int code = Integer.parseInt(columns[1]);
    EventRow row = EventTable.row(code);
    List<Section> sections = new ArrayList<>();
    if (!columns[4].equals("-")) {
      for (String text : columns[4].split(" ", -1)) {
        sections.add(Section.of(text));
      }
    }
    return new Call(
        code,
        EventTypes.ofCode(code),
        LossClass.valueOf(columns[2].toUpperCase(Locale.ROOT)),
        switch (columns[3]) {
          case "s" -> Call.Need.DONE;
          case "S" -> Call.Need.ALWAYS;
          default -> Call.Need.NONE;
        },
        sections,
        Recipes.of(columns[5], row.parameters()));
  }

  private static Call generic(int code) {
    return new Call(
        GENERIC,
        EventTypes.ofSyscall(code),
        LossClass.OTHER,
        Call.Need.NONE,
        List.of(),
        new ParameterWriter[] {
          (record, event) -> event.put16(code), (record, event) -> event.put16(record.number())
        });
  }

  /**
   * The call of a place in the program's tables: its number, that of 32-bit tasks behind those of
   * 64-bit ones.
   *
   * @param place from 0 to {@code 2 * Syscalls.NUMBERS - 1}
   */
  public Call at(int place) {
    return calls[place];
  }

  /**
   * The place of a call of 64-bit tasks.
   *
   * @throws IllegalArgumentException if this processor has no such call
   */
  public int placeOf(String name) {
    int code = Syscalls.ofName(name);
    for (int number = 0; number < NUMBERS; number++) {
      if (Syscalls.ofX86(number) == code) {
        return number;
      }
    }
    throw new IllegalArgumentException("no call " + name);
  }

  /** Whether there is a call of that number on this processor. */
  public boolean exists(int place) {
    return (place < Syscalls.NUMBERS
            ? Syscalls.ofX86(place)
            : Syscalls.ofI386(place - Syscalls.NUMBERS))
        != 0;
  }

  /** The call of a record of the kind {@link RecordKind#CALL}. */
  public Call of(LiveRecord record) {
    int place = record.number() & (Syscalls.NUMBERS - 1);
    return calls[record.has(RecordLayout.FLAG_COMPAT32) ? place + Syscalls.NUMBERS : place];
  }

  /** What an exec becomes, by the call that asked for it. */
  private Call exec(LiveRecord record) {
    int place = record.number() & (Syscalls.NUMBERS - 1);
    int code =
        record.has(RecordLayout.FLAG_COMPAT32) ? Syscalls.ofI386(place) : Syscalls.ofX86(place);
    return code == EXECVEAT ? execveat : execve;
  }

  /** What a record of the kind {@link RecordKind#EXIT} becomes. */
  public Call exit() {
    return exit;
  }

  /** Makes a record of the kind {@link RecordKind#EXEC} the event, and returns what it became. */
  public Call writeExec(LiveRecord record, Event into) {
    Call exec = exec(record);
    exec.write(record, into);
    Call.tellDirectory(record, into, EXEC_DIRECTORY);
    return exec;
  }
}
