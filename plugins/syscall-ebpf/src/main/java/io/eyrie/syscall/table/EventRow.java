// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.Collection;
import java.util.List;

/**
 * An event of the table.
 *
 * @param code in captures
 * @param name in rules; of the generic event {@code syscall}, which rules see by the name of its
 *     call
 * @param exit whether it tells of the end of a call; false also where there is but one side
 * @param status whether it is still written
 * @param category what it is about
 * @param kind where it comes from
 * @param flags what it does with descriptors and state
 * @param parameters in their order
 */
public record EventRow(
    int code,
    String name,
    boolean exit,
    Status status,
    Category category,
    Kind kind,
    FlagSet flags,
    List<Parameter> parameters) {

  /** Keeps the collections as they are. */
  public EventRow {
    parameters = List.copyOf(parameters);
  }

  /** Whether a flag is set. */
  public boolean has(Flag flag) {
    return flags.has(flag);
  }

  /** The parameter at an index. */
  public Parameter parameter(int index) {
    return parameters.get(index);
  }

  /** The index of a parameter, or -1 when the event has none of that name. */
  public int indexOf(String parameter) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(parameter)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether an event is still written by today's programs. */
  public enum Status {
    CURRENT,
    OLD,
    UNUSED
  }

  /** What an event is about. */
  public enum Category {
    UNKNOWN,
    OTHER,
    FILE,
    NET,
    IPC,
    MEMORY,
    PROCESS,
    SLEEP,
    SYSTEM,
    SIGNAL,
    USER,
    TIME,
    PROCESSING,
    IO_READ,
    IO_WRITE,
    IO_OTHER,
    WAIT,
    SCHEDULER,
    INTERNAL
  }

  /** Where an event comes from. */
  public enum Kind {
    NONE,
    SYSCALL,
    TRACEPOINT,
    PLUGIN,
    METAEVENT,
    ITER
  }

  /** Flags, in the bits of a word: they are asked for at each event. */
  public record FlagSet(int bits) {

    /** Those that are named. */
    @SuppressWarnings("EnumOrdinal") // only within this class
    public static FlagSet of(Collection<Flag> flags) {
      int bits = 0;
      for (Flag flag : flags) {
        bits |= 1 << flag.ordinal();
      }
      return new FlagSet(bits);
    }

    @SuppressWarnings("EnumOrdinal") // as above
    boolean has(Flag flag) {
      return (bits >>> flag.ordinal() & 1) != 0;
    }
  }

  /** What an event does. */
  public enum Flag {
    CREATES_FD,
    DESTROYS_FD,
    USES_FD,
    READS_FROM_FD,
    WRITES_TO_FD,
    MODIFIES_STATE,
    UNUSED,
    WAITS,
    SKIPPARSERESET,
    OLD_VERSION,
    LARGE_PAYLOAD,
    CONVERTER_MANAGED
  }
}
