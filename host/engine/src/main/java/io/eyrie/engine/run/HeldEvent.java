// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.field.Value;
import org.jspecify.annotations.Nullable;

/**
 * An event that was put aside until its late fields arrive: a copy of all its other fields that the
 * rules may ask for. Judged by {@link HoldingEvaluator#judge}.
 */
public final class HeldEvent {

  private final int eventType;
  private final long timeNanos;
  private final long number;
  private final @Nullable Value[] values;
  private final int bytes;

  HeldEvent(int eventType, long timeNanos, long number, @Nullable Value[] values, int bytes) {
    this.eventType = eventType;
    this.timeNanos = timeNanos;
    this.number = number;
    this.values = values;
    this.bytes = bytes;
  }

  /** The index of its type. */
  public int eventType() {
    return eventType;
  }

  /** When it happened, nanoseconds since the epoch. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Its number. */
  public long number() {
    return number;
  }

  /** How much memory its values take, about. */
  public int bytes() {
    return bytes;
  }

  /** A value as it was, null when the event had none. */
  @Nullable Value value(int request) {
    return values[request];
  }
}
