// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the system by id, at most so many: when there are more, one that was not needed
 * since the last look is forgotten (the clock algorithm) and counted; on the running system it is
 * read from {@code /proc} again when it turns up. One thread.
 */
public final class ThreadTable {

  private final LongTable<ThreadEntry> entries = new LongTable<>();
  private final DescriptorPool pool;
  private final int most;
  private Source source = NO_SOURCE;
  private int hand;
  private long evicted;

  private static final Source NO_SOURCE =
      new Source() {
        @Override
        public @Nullable ThreadEntry load(long tid) {
          return null;
        }

        @Override
        public void refresh(ThreadEntry thread) {}
      };

  ThreadTable(DescriptorPool pool, int most) {
    this.pool = pool;
    this.most = most;
  }

  /** Where threads come from that are not known, or not trusted. */
  void readFrom(Source newSource) {
    source = newSource;
  }

  /** A thread by its id, or null when it is not known. */
  public @Nullable ThreadEntry get(long tid) {
    int slot = entries.slotOf(tid);
    ThreadEntry entry = entries.valueAt(slot);
    if (entry == null) {
      return tid > 0 ? source.load(tid) : null;
    }
    entries.markAt(slot, true);
    if (entry.stale) {
      entry.stale = false;
      source.refresh(entry);
    }
    return entry;
  }

  /** A thread by its id when it is known already: nothing is read. */
  @Nullable ThreadEntry peek(long tid) {
    return entries.get(tid);
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

  /** A thread of which nothing is known yet, in place of whatever had its id before. */
  ThreadEntry enter(long tid) {
    remove(tid);
    if (entries.size() >= most) {
      evict();
    }
    ThreadEntry entry = new ThreadEntry(tid, new DescriptorTable(pool));
    entries.put(tid, entry);
    entries.mark(tid, true);
    return entry;
  }

  /** Tells of which process a thread is, once. */
  void join(ThreadEntry thread, long pid) {
    thread.pid = pid;
    ThreadEntry main = pid == thread.tid ? null : entries.get(pid);
    if (main != null) {
      main.others++;
    }
  }

  /** Tells who made a thread. */
  void adopt(ThreadEntry thread, long ptid) {
    thread.ptid = ptid;
    if (thread.countedAt == ptid) {
      return;
    }
    count(thread.countedAt, -1);
    count(ptid, 1);
    thread.countedAt = ptid;
  }

  private void count(long tid, int more) {
    ThreadEntry parent = tid <= 0 ? null : entries.get(tid);
    if (parent != null) {
      parent.children += more;
    }
  }

  /** Forgets a thread; its descriptors are free when nobody shares them. */
  void remove(long tid) {
    ThreadEntry removed = entries.remove(tid);
    if (removed == null) {
      return;
    }
    removed.descriptors().leave();
    count(removed.countedAt, -1);
    ThreadEntry main = removed.pid() == tid ? null : entries.get(removed.pid());
    if (main != null) {
      main.others--;
    }
  }

  /** Forgets all other threads of a process. */
  void removeOthers(ThreadEntry kept) {
    ThreadEntry main = entries.get(kept.pid());
    if (main == kept && main.others <= 0) {
      return;
    }
    // A removal moves entries between slots, so each is looked for anew.
    int slot = 0;
    while (slot < entries.slots()) {
      ThreadEntry entry = entries.valueAt(slot);
      if (entry != null && entry != kept && entry.pid() == kept.pid()) {
        remove(entry.tid());
        slot = 0;
      } else {
        slot++;
      }
    }
  }

  /** The children of a process get another parent. */
  void reparent(ThreadEntry ended, long reaper) {
    if (ended.children <= 0) {
      return;
    }
    for (int slot = 0; slot < entries.slots(); slot++) {
      ThreadEntry entry = entries.valueAt(slot);
      if (entry != null && entry.ptid() == ended.tid()) {
        adopt(entry, reaper);
      }
    }
  }

  void clear() {
    while (entries.size() > 0) {
      for (int slot = 0; slot < entries.slots(); slot++) {
        if (entries.valueAt(slot) != null) {
          remove(entries.keyAt(slot));
        }
      }
    }
  }

  private void evict() {
    for (int looked = 0; looked <= 2 * entries.slots(); looked++) {
      hand = (hand + 1) % entries.slots();
      if (entries.valueAt(hand) == null) {
        continue;
      }
      if (entries.markAt(hand)) {
        entries.markAt(hand, false);
        continue;
      }
      evicted++;
      remove(entries.keyAt(hand));
      return;
    }
  }

  /** Tells of threads that the table does not know. */
  interface Source {

    /** Enters a thread, or gives null when there is none of this id. */
    @Nullable ThreadEntry load(long tid);

    /** Reads again what a thread is. */
    void refresh(ThreadEntry thread);
  }
}
