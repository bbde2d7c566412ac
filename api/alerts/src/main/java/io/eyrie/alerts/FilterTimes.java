// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import com.google.protobuf.Timestamp;
import io.eyrie.alerts.v1.AlertFilter;
import java.time.Instant;

/** Bounds a filter in time, in Java's own terms. */
public final class FilterTimes {

  private FilterTimes() {}

  /** Only alerts of events from this moment on. */
  public static void from(AlertFilter.Builder filter, Instant moment) {
    filter.setFrom(timestamp(moment));
  }

  /** Only alerts of events before this moment. */
  public static void until(AlertFilter.Builder filter, Instant moment) {
    filter.setTo(timestamp(moment));
  }

  private static Timestamp timestamp(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }
}
