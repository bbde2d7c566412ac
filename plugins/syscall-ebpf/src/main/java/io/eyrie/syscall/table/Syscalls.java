// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.ArrayList;
import java.util.List;

/** Names and numbers of all system calls, read once from {@code syscalls.tsv} beside this class. */
public final class Syscalls {

  /** Numbers of calls are smaller. */
  public static final int NUMBERS = 512;

  private static final List<String> NAMES = new ArrayList<>();
  private static final int[] X86_64 = new int[NUMBERS];
  private static final int[] AARCH64 = new int[NUMBERS];
  private static final int[] I386 = new int[NUMBERS];

  static {
    for (String[] columns : Columns.of("syscalls.tsv")) {
      int code = NAMES.size();
      NAMES.add(columns[1]);
      fill(X86_64, columns[2], code);
      fill(AARCH64, columns[3], code);
      for (String number : columns[4].split(",", -1)) {
        fill(I386, number, code);
      }
    }
  }

  private Syscalls() {}

  private static void fill(int[] codes, String number, int code) {
    if (!number.equals("-")) {
      codes[Integer.parseInt(number)] = code;
    }
  }

  /** How many codes there are. */
  public static int size() {
    return NAMES.size();
  }

  /** The code of a name; 0 when there is none. */
  public static int ofName(String name) {
    return Math.max(0, NAMES.indexOf(name));
  }

  /** The name of a code of captures; {@code unknown} for 0 and for codes of newer programs. */
  public static String name(int code) {
    return NAMES.get(code >= 0 && code < NAMES.size() ? code : 0);
  }

  /** The code of a number of x86_64; 0 when it has none. */
  public static int ofX86(int number) {
    return of(X86_64, number);
  }

  /** The code of a number of aarch64; 0 when it has none. */
  public static int ofArm(int number) {
    return of(AARCH64, number);
  }

  /** The code of a number of a 32-bit task on x86; 0 when it has none. */
  public static int ofI386(int number) {
    return of(I386, number);
  }

  private static int of(int[] codes, int number) {
    return number >= 0 && number < NUMBERS ? codes[number] : 0;
  }
}
