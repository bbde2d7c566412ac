// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/**
 * Texts one after the other, each ended by a NUL, which the last one may lack: arguments,
 * environment, cgroups.
 */
public final class Items {

  private Items() {}

  /** Where the item that begins here ends: at its NUL, or at the end of the array. */
  public static int end(byte[] items, int from) {
    int end = from;
    while (end < items.length && items[end] != 0) {
      end++;
    }
    return end;
  }

  /** How many items there are. */
  public static int count(byte[] items) {
    int count = 0;
    for (int at = 0; at < items.length; at = end(items, at) + 1) {
      count++;
    }
    return count;
  }

  /** Where an item begins, counted from 0, or -1 when there are fewer. */
  public static int start(byte[] items, int index) {
    int at = 0;
    for (int left = index; left > 0 && at < items.length; left--) {
      at = end(items, at) + 1;
    }
    return at < items.length ? at : -1;
  }

  /**
   * Where the value of the item {@code name=value} begins, or -1 when there is none of that name.
   */
  public static int valueOf(byte[] items, byte[] name) {
    for (int at = 0; at < items.length; at = end(items, at) + 1) {
      int value = at + name.length;
      if (value < items.length && items[value] == '=' && matches(items, at, name)) {
        return value + 1;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] items, int from, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (items[from + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
