// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Translates the tickets of a source's checkpoints into those of its lane and back.
 *
 * <p>A source that is opened again numbers its tickets anew, while the lane's only grow. Not safe
 * for several threads: of the worker.
 */
final class Tickets {

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long last;

  /** The lane's ticket for a checkpoint of the source. */
  long issue(long ofSource) {
    pending.addLast(new Pending(++last, ofSource));
    return last;
  }

  /** The newest of the source's tickets that this word of the lane covers and none before did. */
  OptionalLong covered(long ofLane) {
    OptionalLong newest = OptionalLong.empty();
    for (Pending next = pending.peekFirst();
        next != null && next.ofLane() <= ofLane;
        next = pending.peekFirst()) {
      newest = OptionalLong.of(next.ofSource());
      pending.removeFirst();
    }
    return newest;
  }

  /** Forgets what the source that was just closed had asked for. */
  void reset() {
    pending.clear();
  }

  private record Pending(long ofLane, long ofSource) {}
}
