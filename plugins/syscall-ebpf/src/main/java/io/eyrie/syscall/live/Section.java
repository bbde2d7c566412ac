// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import java.util.Locale;

/**
 * A section that the kernel program lays behind the registers of a call.
 *
 * <p>As text: the name, marks, and after colons the register it is about ({@code r} the result),
 * the register with its length ({@code -} none), the most bytes, and how many bytes one of that
 * length stands for. Marks: {@code @} taken at the call's entry, {@code +} only when the call did
 * not fail, {@code *} the descriptor stands where the register points at, {@code ?} often
 * unreadable, which is not counted, {@code <} no more than the result, {@code !} only when what was
 * taken at entry was changed while the kernel looked.
 *
 * @param op what it holds
 * @param argument the register, 0 to 5, or 6 for the result
 * @param lengthArgument the same of its length; 7 = none
 * @param flags bits of {@code enum section_flag} of the program
 * @param size at most so many bytes; 0 = as many as there is room for
 * @param unit the bytes that one of the length stands for
 */
public record Section(Op op, int argument, int lengthArgument, int flags, int size, int unit) {

  /** It is taken at the call's entry. */
  public static final int AT_ENTRY = 1;

  private static final int IF_DONE = 2;
  private static final int IF_CHANGED = 32;
  private static final int RESULT = 6;
  private static final int NO_ARGUMENT = 7;
  private static final String MARKS = "@+*?<!";

  /** The file that a call made, when it did not fail. */
  public static final Section OPENED_FILE = of("file+:r");

  static Section of(String text) {
    String[] parts = text.split(":", -1);
    int end = 0;
    while (end < parts[0].length() && Character.isLetter(parts[0].charAt(end))) {
      end++;
    }
    int flags = 0;
    for (char mark : parts[0].substring(end).toCharArray()) {
      flags |= 1 << MARKS.indexOf(mark);
    }
    return new Section(
        Op.valueOf(parts[0].substring(0, end).toUpperCase(Locale.ROOT)),
        register(parts[1]),
        parts.length > 2 ? register(parts[2]) : NO_ARGUMENT,
        flags,
        parts.length > 3 ? Integer.parseInt(parts[3]) : 0,
        parts.length > 4 ? Integer.parseInt(parts[4]) : 0);
  }

  private static int register(String text) {
    return switch (text) {
      case "r" -> RESULT;
      case "-" -> NO_ARGUMENT;
      default -> Integer.parseInt(text);
    };
  }

  /** Whether it is taken at the call's entry. */
  public boolean atEntry() {
    return (flags & AT_ENTRY) != 0;
  }

  /**
   * Whether it is the same one. In place of {@link #equals}, by which the JDK would keep a record's
   * classes, and so this plugin, in memory after it is unloaded.
   */
  public boolean is(Section other) {
    return op == other.op
        && argument == other.argument
        && lengthArgument == other.lengthArgument
        && flags == other.flags
        && size == other.size
        && unit == other.unit;
  }

  /** Whether it is there only when the call did not fail. */
  public boolean ifDone() {
    return (flags & IF_DONE) != 0;
  }

  /** Whether it is there only when what was taken at the call's entry was changed meanwhile. */
  public boolean ifChanged() {
    return (flags & IF_CHANGED) != 0;
  }

  /** What a section holds; the order is that of {@code enum section_op} of the program, from 1. */
  public enum Op {
    TEXT,
    BYTES,
    VECTOR,
    MESSAGE,
    NAME,
    CONTROL,
    SOCKET,
    FILE,
    CWD,
    PROCESS,
    CGROUP,
    ARGS,
    LIST,
    PLACE;

    /** Its code in the program. */
    @SuppressWarnings("EnumOrdinal") // the order is the program's
    public int code() {
      return ordinal() + 1;
    }
  }
}
