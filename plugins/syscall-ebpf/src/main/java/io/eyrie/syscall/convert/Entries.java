// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.convert;

import io.eyrie.syscall.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last entry of each thread that waits for its exit. Room is reused from event to event; when
 * there are too many threads or bytes, all are forgotten and counted, as if the capture began late.
 */
final class Entries {

  private static final int MOST_THREADS = 1 << 16;
  private static final long MOST_BYTES = 64L << 20;

  private @Nullable Entry[] table = new @Nullable Entry[256];
  private int threads;
  private long bytes;
  private long forgotten;

  /** Keeps an event as the entry of its thread, in place of the one before. */
  void store(Event event) {
    Entry entry = entry(event.tid());
    int before = entry.bytes.length;
    entry.set(event);
    bytes += entry.bytes.length - before;
    if (bytes > MOST_BYTES) {
      forgetAll();
    }
  }

  /** The entry of a thread if it is of this code, else null. */
  @Nullable Entry find(long tid, int code) {
    int mask = table.length - 1;
    for (int at = spread(tid) & mask; ; at = at + 1 & mask) {
      Entry entry = table[at];
      if (entry == null) {
        return null;
      }
      if (entry.tid == tid) {
        return entry.code == code ? entry : null;
      }
    }
  }

  /** How many entries were forgotten before their exit came. */
  long forgotten() {
    return forgotten;
  }

  void forgetAll() {
    for (Entry entry : table) {
      if (entry != null && entry.code >= 0) {
        forgotten++;
      }
    }
    table = new @Nullable Entry[256];
    threads = 0;
    bytes = 0;
  }

  private Entry entry(long tid) {
    int mask = table.length - 1;
    int at = spread(tid) & mask;
    while (true) {
      Entry entry = table[at];
      if (entry == null) {
        break;
      }
      if (entry.tid == tid) {
        return entry;
      }
      at = at + 1 & mask;
    }
    if (threads == MOST_THREADS) {
      forgetAll();
      return entry(tid);
    }
    Entry made = new Entry(tid);
    table[at] = made;
    bytes += made.bytes.length;
    if (++threads * 2 > table.length) {
      grow();
    }
    return made;
  }

  private void grow() {
    @Nullable Entry[] old = table;
    table = new @Nullable Entry[old.length * 2];
    int mask = table.length - 1;
    for (Entry entry : old) {
      if (entry != null) {
        int at = spread(entry.tid) & mask;
        while (table[at] != null) {
          at = at + 1 & mask;
        }
        table[at] = entry;
      }
    }
  }

  private static int spread(long tid) {
    long mixed = tid * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  /** A stored entry: its code and parameters. */
  static final class Entry {

    private final long tid;
    private int code = -1;
    private byte[] bytes = new byte[64];
    private int count;
    private int[] ends = new int[8];

    private Entry(long tid) {
      this.tid = tid;
    }

    private void set(Event event) {
      code = event.code();
      count = event.count();
      if (ends.length < count) {
        ends = new int[count];
      }
      int end = 0;
      for (int i = 0; i < count; i++) {
        int length = event.length(i);
        if (bytes.length < end + length) {
          bytes = Arrays.copyOf(bytes, Math.max(end + length, bytes.length * 2));
        }
        System.arraycopy(event.bytes(), event.offset(i), bytes, end, length);
        end += length;
        ends[i] = end;
      }
    }

    byte[] bytes() {
      return bytes;
    }

    int offset(int index) {
      return index == 0 ? 0 : ends[index - 1];
    }

    int length(int index) {
      return index < count ? ends[index] - offset(index) : 0;
    }

    void forget() {
      code = -1;
    }
  }
}
