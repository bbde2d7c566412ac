// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types that rules see, by dense ids from 0: the name of each event that is still written, and
 * of each call without an event of its own, which the generic event brings.
 */
public final class EventTypes {

  /** What has no type: events that only old programs wrote. */
  public static final int NONE = -1;

  private static final int GENERIC = 1;
  private static final List<String> NAMES;
  private static final int[] BY_CODE = new int[EventTable.size()];
  private static final int[] BY_SYSCALL = new int[Syscalls.size()];

  static {
    Map<String, Integer> ids = new LinkedHashMap<>();
    Arrays.fill(BY_CODE, NONE);
    for (EventRow row : EventTable.rows()) {
      if (row.status() == EventRow.Status.CURRENT && row.code() != GENERIC) {
        BY_CODE[row.code()] = id(ids, row.name());
      }
    }
    for (int code = 0; code < Syscalls.size(); code++) {
      BY_SYSCALL[code] = id(ids, Syscalls.name(code));
    }
    NAMES = List.copyOf(new ArrayList<>(ids.keySet()));
  }

  private EventTypes() {}

  private static int id(Map<String, Integer> ids, String name) {
    ids.putIfAbsent(name, ids.size());
    return ids.getOrDefault(name, NONE);
  }

  /** All names in the order of their ids. */
  public static List<String> names() {
    return NAMES;
  }

  /** The id of an event by its code; {@link #NONE} for old ones and for the generic one. */
  public static int ofCode(int code) {
    return BY_CODE[code];
  }

  /** The id of a call that the generic event brings, by its code of {@link Syscalls}. */
  public static int ofSyscall(int syscall) {
    return BY_SYSCALL[syscall >= 0 && syscall < BY_SYSCALL.length ? syscall : 0];
  }
}
