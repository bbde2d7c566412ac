// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The events that rules see, in the order of their ids. */
public enum EventType {
  EXECVE,
  EXECVEAT,
  OPEN,
  OPENAT,
  OPENAT2,
  CREAT,
  CONNECT,
  ACCEPT,
  ACCEPT4,
  CLOSE,
  DUP,
  DUP2,
  DUP3,
  CLONE,
  CLONE3,
  FORK,
  VFORK,
  PROCEXIT,
  CHDIR,
  FCHDIR,
  SOCKET;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in rules, such as {@code openat}. */
  public String text() {
    return text;
  }

  /** The dense id that events carry, from 0. */
  @SuppressWarnings("EnumOrdinal") // declared in this order, nowhere stored
  public int id() {
    return ordinal();
  }

  /** All names in the order of their ids. */
  public static List<String> names() {
    return Arrays.stream(values()).map(EventType::text).toList();
  }
}
