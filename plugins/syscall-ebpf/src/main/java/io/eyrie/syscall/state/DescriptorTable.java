// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import org.jspecify.annotations.Nullable;

/**
 * The descriptors of a process, or of several that share their table ({@code CLONE_FILES}).
 *
 * <p>A fork copies the table, but most children exec or exit after a few calls: the copy is made
 * when one of the two is first written to. One thread.
 */
public final class DescriptorTable {

  private final DescriptorPool pool;
  private Contents contents;
  private int users = 1;
  private boolean stale;

  DescriptorTable(DescriptorPool pool) {
    this(pool, new Contents(new LongTable<>()));
  }

  private DescriptorTable(DescriptorPool pool, Contents contents) {
    this.pool = pool;
    this.contents = contents;
  }

  /** The descriptor of a number, or null when it is not known. */
  public @Nullable Descriptor get(long fd) {
    return contents.open.get(fd);
  }

  /** How many are known. */
  public int size() {
    return contents.open.size();
  }

  /** A new descriptor under this number, or null when there are too many of them. */
  @Nullable Descriptor open(long fd, DescriptorType type, boolean closeOnExec) {
    Descriptor descriptor = pool.take(type);
    if (descriptor == null) {
      close(fd);
      return null;
    }
    put(fd, descriptor, closeOnExec);
    return descriptor;
  }

  /** Makes a number a copy of another one; of an unknown one the copy is unknown too. */
  void duplicate(long from, long to, boolean closeOnExec) {
    Descriptor descriptor = get(from);
    if (from == to) {
      return;
    }
    if (descriptor == null) {
      close(to);
      return;
    }
    descriptor.references++;
    put(to, descriptor, closeOnExec);
  }

  /**
   * Puts another process's descriptor under a number; of an unknown one the copy is unknown too.
   */
  void adopt(long fd, @Nullable Descriptor descriptor, boolean closeOnExec) {
    if (descriptor == null) {
      close(fd);
      return;
    }
    descriptor.references++;
    put(fd, descriptor, closeOnExec);
  }

  /** Tells all descriptors with their numbers, in no order. */
  public void each(Taker taker) {
    LongTable<Descriptor> open = contents.open;
    for (int slot = 0; slot < open.slots(); slot++) {
      Descriptor descriptor = open.valueAt(slot);
      if (descriptor != null) {
        taker.take(open.keyAt(slot), descriptor, open.markAt(slot));
      }
    }
  }

  void close(long fd) {
    if (get(fd) == null) {
      return;
    }
    Descriptor removed = writable().remove(fd);
    if (removed != null) {
      pool.release(removed);
    }
  }

  void closeOnExec(long fd, boolean mark) {
    if (get(fd) != null) {
      writable().mark(fd, mark);
    }
  }

  /** Closes the numbers from first to last. */
  void closeRange(long first, long last) {
    keep((fd, marked) -> fd < first || fd > last);
  }

  /** Marks the numbers from first to last close-on-exec. */
  void markRange(long first, long last) {
    LongTable<Descriptor> open = writable();
    for (int slot = 0; slot < open.slots(); slot++) {
      if (open.valueAt(slot) != null && open.keyAt(slot) >= first && open.keyAt(slot) <= last) {
        open.markAt(slot, true);
      }
    }
  }

  /** Closes what an exec closes. */
  void exec() {
    keep((fd, marked) -> !marked);
  }

  private void keep(Choice choice) {
    LongTable<Descriptor> open = contents.open;
    LongTable<Descriptor> kept = new LongTable<>();
    for (int slot = 0; slot < open.slots(); slot++) {
      Descriptor descriptor = open.valueAt(slot);
      if (descriptor != null && choice.keeps(open.keyAt(slot), open.markAt(slot))) {
        descriptor.references++;
        kept.put(open.keyAt(slot), descriptor);
        kept.mark(open.keyAt(slot), open.markAt(slot));
      }
    }
    drop(contents);
    contents = new Contents(kept);
  }

  /** A table of its own with the same descriptors. */
  DescriptorTable fork() {
    contents.owners++;
    DescriptorTable child = new DescriptorTable(pool, contents);
    child.stale = stale;
    return child;
  }

  /** This table, used by one more process. */
  DescriptorTable share() {
    users++;
    return this;
  }

  /** Whether more than one process uses it. */
  boolean shared() {
    return users > 1;
  }

  /** One process uses it no more. */
  void leave() {
    if (--users == 0) {
      drop(contents);
      contents = new Contents(new LongTable<>());
    }
  }

  /** Empties it, to be filled from /proc. */
  void reset() {
    drop(contents);
    contents = new Contents(new LongTable<>());
    stale = false;
  }

  /** Whether it may be wrong, because events were lost, or was never read. */
  boolean stale() {
    return stale;
  }

  void trust() {
    stale = false;
  }

  void distrust() {
    stale = true;
  }

  private void put(long fd, Descriptor descriptor, boolean closeOnExec) {
    LongTable<Descriptor> open = writable();
    Descriptor before = open.put(fd, descriptor);
    open.mark(fd, closeOnExec);
    if (before != null) {
      pool.release(before);
    }
  }

  private void release(@Nullable Descriptor descriptor) {
    if (descriptor != null) {
      pool.release(descriptor);
    }
  }

  private LongTable<Descriptor> writable() {
    if (contents.owners > 1) {
      contents.owners--;
      LongTable<Descriptor> copy = contents.open.copy();
      for (int slot = 0; slot < copy.slots(); slot++) {
        Descriptor descriptor = copy.valueAt(slot);
        if (descriptor != null) {
          descriptor.references++;
        }
      }
      contents = new Contents(copy);
    }
    return contents.open;
  }

  private void drop(Contents left) {
    if (--left.owners > 0) {
      return;
    }
    for (int slot = 0; slot < left.open.slots(); slot++) {
      release(left.open.valueAt(slot));
    }
  }

  /** Takes descriptors with their numbers. */
  @FunctionalInterface
  public interface Taker {

    /** Takes one. */
    void take(long fd, Descriptor descriptor, boolean closeOnExec);
  }

  @FunctionalInterface
  private interface Choice {
    boolean keeps(long fd, boolean marked);
  }

  /** What tables between a fork and the first write have in common. */
  private static final class Contents {
    private final LongTable<Descriptor> open;
    private int owners = 1;

    Contents(LongTable<Descriptor> open) {
      this.open = open;
    }
  }
}
