// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

/**
 * When the first event of a run of a source happened, whatever the rules were then. Not safe for
 * several threads.
 */
public final class FirstEvent {
  private boolean seen;
  private long nanos;

  /** Before the first event. */
  public FirstEvent() {}

  void note(long timeNanos) {
    if (!seen) {
      seen = true;
      nanos = timeNanos;
    }
  }

  /** Nanoseconds from the first event to a time; 0 for what happened before it. */
  long until(long timeNanos) {
    return Math.max(0, timeNanos - nanos);
  }
}
