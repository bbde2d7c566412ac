// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

/**
 * The call into a plugin that a lane is in: interrupted when it takes too long, reported when it
 * does not return even so. {@link #begin} and {@link #end} are for the lane's thread, the rest for
 * any.
 */
final class PluginCall {

  private final long stallNanos;
  private String name = "";
  private Thread thread = Thread.currentThread();
  private long since;
  private long limit;
  private boolean timedOut;
  private boolean reported;

  /**
   * @param stallNanos a call that has not returned so long after its limit stalls
   */
  PluginCall(long stallNanos) {
    this.stallNanos = stallNanos;
  }

  /** A call begins that may take as long as it likes, before it stalls. */
  void begin(String what) {
    begin(what, 0);
  }

  /**
   * A call begins.
   *
   * @param limitNanos after which it is interrupted; 0 for never
   */
  synchronized void begin(String what, long limitNanos) {
    name = what;
    thread = Thread.currentThread();
    since = System.nanoTime();
    limit = limitNanos;
    timedOut = false;
    reported = false;
  }

  /** The call has returned; whether it was interrupted for its length. May be asked again. */
  synchronized boolean end() {
    if (!name.isEmpty()) {
      name = "";
      if (timedOut) {
        // The interrupt was the watch's, and has served.
        boolean _ = Thread.interrupted();
      }
    }
    return timedOut;
  }

  /** Interrupts a call that has taken too long. */
  synchronized void watch() {
    if (!name.isEmpty() && limit > 0 && !timedOut && System.nanoTime() - since > limit) {
      timedOut = true;
      thread.interrupt();
    }
  }

  /** Whether the call does not return. */
  synchronized boolean stalled() {
    return !name.isEmpty() && System.nanoTime() - since > limit + stallNanos;
  }

  /** What stalls, once for each call; empty for nothing new. */
  synchronized String newlyStalled() {
    if (!stalled() || reported) {
      return "";
    }
    reported = true;
    return name;
  }
}
