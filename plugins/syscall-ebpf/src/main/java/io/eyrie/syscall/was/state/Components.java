// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.Text;

/** Turns names from the leaf to the root, each with its NUL, into a path from the root. */
final class Components {

  private Components() {}

  /** Writes the path; of no names it is {@code /}. */
  static void path(byte[] names, int offset, int length, Text into) {
    into.clear();
    int end = offset + length;
    while (end > offset) {
      int last = end - 1;
      int start = last;
      while (start > offset && names[start - 1] != 0) {
        start--;
      }
      into.append('/').append(names, start, last - start);
      end = start;
    }
    if (into.isEmpty()) {
      into.append('/');
    }
  }
}
