// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.util.Locale;

/** What a source worker is doing. */
public enum WorkerState {
  /** The source is being opened and bound. */
  STARTING,
  /** The source is polled. */
  RUNNING,
  /** The source failed and rests before it is opened again. */
  RESTING,
  /** The source's input was finite and has come to its end. */
  ENDED,
  /** The source failed too often, or in a way that no retry mends. */
  GIVEN_UP,
  /** The host has stopped the worker. */
  STOPPED;

  /** The name as status output prints it, such as {@code given up}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether nothing more will come of this worker. */
  boolean over() {
    return switch (this) {
      case STARTING, RUNNING, RESTING -> false;
      case ENDED, GIVEN_UP, STOPPED -> true;
    };
  }
}
