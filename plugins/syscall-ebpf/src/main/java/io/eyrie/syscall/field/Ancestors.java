// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.state.ThreadEntry;
import org.jspecify.annotations.Nullable;

/**
 * Goes from a process to its parent, to the parent's parent and so on, and stops where none is
 * known or where one is met again (Brent's algorithm). One, reused.
 */
final class Ancestors {

  private @Nullable ThreadEntry at;
  private @Nullable ThreadEntry mark;
  private int steps;
  private int limit;

  /** Begins at the event's process itself. */
  void begin(CurrentEvent current) {
    at = current.main();
    mark = at;
    steps = 0;
    limit = 1;
  }

  /** The process reached, or null when there is none. */
  @Nullable ThreadEntry at() {
    return at;
  }

  /** One step up. */
  @Nullable ThreadEntry up(CurrentEvent current) {
    ThreadEntry from = at;
    if (from == null) {
      return null;
    }
    ThreadEntry next = current.state().threads().parent(from);
    if (next == null || next == mark || next == from) {
      at = null;
      return null;
    }
    if (++steps == limit) {
      mark = next;
      limit *= 2;
      steps = 0;
    }
    at = next;
    return next;
  }

  /** The process so many steps up: 0 is the event's own. */
  @Nullable ThreadEntry at(CurrentEvent current, int level) {
    begin(current);
    for (int left = level; left > 0 && at != null; left--) {
      up(current);
    }
    return at;
  }
}
