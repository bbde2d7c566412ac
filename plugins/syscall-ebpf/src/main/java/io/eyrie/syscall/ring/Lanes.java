// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import io.eyrie.syscall.ring.RingReader.Head;
import org.jspecify.annotations.Nullable;

/**
 * Reads two rings as one stream in the order of time: one of the life of processes, which must not
 * drown, and one of all else.
 *
 * <p>What a task did before must be seen before, across the rings. Whoever finds a record in a ring
 * finds all that the same task wrote earlier to the other one, if he looks at that one later. So
 * the ends of the rings are taken as processes, others, processes: up to the first end all that
 * came before is within the second one, and up to that all that came before is within the third.
 * What of the processes lies behind the first end is taken only when something of the others is
 * later still.
 *
 * <p>One thread.
 */
public final class Lanes {

  private final RingReader others;
  private final RingReader processes;
  private final int time;

  /**
   * Reads these rings.
   *
   * @param time where in each record its time stands, eight bytes
   */
  public Lanes(RingReader others, RingReader processes, int time) {
    this.others = others;
    this.processes = processes;
    this.time = time;
  }

  /**
   * Hands over what is there, at most so many records.
   *
   * @return how many were handed over; fewer than {@code limit} when the rest is not there yet
   */
  public int drain(RecordHandler handler, int limit) {
    long certain = processes.end();
    long endOfOthers = others.end();
    long endOfProcesses = processes.end();
    int handled = 0;
    try {
      while (handled < limit) {
        RingReader next = next(endOfOthers, endOfProcesses, certain);
        if (next == null) {
          break;
        }
        handled++;
        next.take(handler, others.position() + processes.position());
      }
    } finally {
      others.giveBack();
      processes.giveBack();
    }
    return handled;
  }

  /** The ring with the next record; null when that is not certain yet. */
  private @Nullable RingReader next(long endOfOthers, long endOfProcesses, long certain) {
    Head other = others.head(endOfOthers);
    Head process = processes.head(endOfProcesses);
    if (other == Head.BUSY || process == Head.BUSY) {
      return null;
    }
    if (other != Head.READY) {
      return process == Head.READY && processes.position() < certain ? processes : null;
    }
    return process == Head.READY && processes.wordOfHead(time) <= others.wordOfHead(time)
        ? processes
        : others;
  }

  /**
   * How much was read since this was last asked: hundredths of a ring's size, of the ring where it
   * was more.
   */
  long percentRead() {
    return Math.max(others.percentRead(), processes.percentRead());
  }

  /** Whether nothing was written that has not been read. */
  public boolean isEmpty() {
    return others.end() == others.position() && processes.end() == processes.position();
  }
}
