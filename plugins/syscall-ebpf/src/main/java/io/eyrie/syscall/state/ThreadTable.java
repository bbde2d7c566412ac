// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads of the system by id, at most so many. One thread. */
public final class ThreadTable {

  private final LongTable<ThreadEntry> entries = new LongTable<>();
  private long evicted;

  ThreadTable() {}

  /** A thread by its id, or null when it is not known. */
  public @Nullable ThreadEntry get(long tid) {
    ThreadEntry entry = entries.get(tid);
    if (entry != null) {
      entries.mark(tid, true);
    }
    return entry;
  }

  /** The thread that a thread's process is named by, or null when it is not known. */
  public @Nullable ThreadEntry main(ThreadEntry thread) {
    return thread.main() ? thread : get(thread.pid());
  }

  /**
   * The main thread of the process that made a thread's process, or null when it is not known: what
   * is one step up in the ancestry.
   */
  public @Nullable ThreadEntry parent(ThreadEntry thread) {
    ThreadEntry parent = thread.ptid() <= 0 ? null : get(thread.ptid());
    return parent == null ? null : main(parent);
  }

  /** All threads, in no order. */
  public void each(Consumer<ThreadEntry> taker) {
    for (int slot = 0; slot < entries.slots(); slot++) {
      ThreadEntry entry = entries.valueAt(slot);
      if (entry != null) {
        taker.accept(entry);
      }
    }
  }

  /** How many threads are known. */
  public int size() {
    return entries.size();
  }

  /** How many were forgotten to stay within the bound. */
  public long evicted() {
    return evicted;
  }
}
