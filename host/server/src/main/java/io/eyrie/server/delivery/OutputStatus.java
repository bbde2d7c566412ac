// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.util.List;
import java.util.Locale;

/**
 * How an output instance is doing, for {@code eyrie status}.
 *
 * @param name its configured name
 * @param plugin the plugin that brings it
 * @param state what it is doing
 * @param lag stored alerts that it has not delivered; 0 for a serving output, whose clients have
 *     places of their own
 * @param lagSeconds how long ago the oldest of these was stored
 * @param delivered alerts delivered since the host started
 * @param retried batches that had to be given again
 * @param dead alerts set aside as dead letters since the host started
 * @param suppressed alerts that were held back and counted since the host started
 * @param lastError the last failure, in words for the operator; empty when there was none
 * @param endpoints where clients of a serving output reach it
 */
public record OutputStatus(
    String name,
    String plugin,
    State state,
    long lag,
    long lagSeconds,
    long delivered,
    long retried,
    long dead,
    long suppressed,
    String lastError,
    List<String> endpoints) {

  /** What an output is doing. */
  public enum State {
    /** It is being opened, perhaps not for the first time. */
    OPENING,
    /** It delivers or serves. */
    RUNNING,
    /** A batch failed and will be given again. */
    RETRYING,
    /** It failed so often that it is left alone for a while. */
    BROKEN,
    /** A call into it does not return. */
    STALLED,
    /**
     * It can't work as it is configured, or failed too often: nothing happens until it is replaced.
     */
    GIVEN_UP,
    /** It was ended. */
    STOPPED;

    /** The word for people. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
