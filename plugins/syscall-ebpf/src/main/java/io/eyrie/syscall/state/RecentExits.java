// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.Arrays;

/**
 * The last threads that ended, with who made them: a clone may be told by its caller after its
 * child has ended, and must not bring it back.
 */
final class RecentExits {

  private static final int KEPT = 8192;

  private final long[] tids = new long[KEPT];
  private final long[] makers = new long[KEPT];
  private final long[] times = new long[KEPT];
  private final int[] buckets = new int[KEPT];
  private int next;

  RecentExits() {
    Arrays.fill(tids, -1);
    Arrays.fill(buckets, -1);
  }

  void add(long tid, long maker, long nanos) {
    tids[next] = tid;
    makers[next] = maker;
    times[next] = nanos;
    buckets[bucket(tid)] = next;
    next = (next + 1) % KEPT;
  }

  /** Whether that child of that maker ended less than so many nanoseconds ago. */
  boolean since(long tid, long maker, long nanos, long within) {
    int at = buckets[bucket(tid)];
    if (at >= 0 && tids[at] == tid) {
      return makers[at] == maker && nanos - times[at] < within;
    }
    return false;
  }

  /** Ids that share a bucket lie far from each other; the later one counts. */
  private static int bucket(long tid) {
    return (int) (tid & KEPT - 1);
  }
}
