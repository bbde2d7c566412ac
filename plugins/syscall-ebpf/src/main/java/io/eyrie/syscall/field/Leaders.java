// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.state.ThreadEntry;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the leader of a session or of a process group: the process that it is named by, or, when
 * that one has ended, of a main thread the highest ancestor that is still in it.
 */
final class Leaders {

  private final ToLongFunction<ThreadEntry> id;
  private final boolean namespaced;
  private final Ancestors ancestors = new Ancestors();

  /**
   * By that id.
   *
   * @param namespaced whether the id is one of the thread's own pid namespace
   */
  Leaders(ToLongFunction<ThreadEntry> id, boolean namespaced) {
    this.id = id;
    this.namespaced = namespaced;
  }

  /** The leader, or null when it is not known. */
  @Nullable ThreadEntry of(CurrentEvent current) {
    ThreadEntry thread = current.thread();
    if (thread == null) {
      return null;
    }
    long wanted = id.applyAsLong(thread);
    if (wanted < 0) {
      return null;
    }
    if (!namespaced || thread.vpid() == thread.pid()) {
      ThreadEntry named = current.state().threads().get(wanted);
      if (named != null) {
        return named;
      }
    }
    if (!thread.main()) {
      return null;
    }
    ancestors.begin(current);
    ThreadEntry leader = ancestors.at();
    for (ThreadEntry above = ancestors.up(current);
        above != null && id.applyAsLong(above) == wanted;
        above = ancestors.up(current)) {
      leader = above;
    }
    return leader;
  }
}
