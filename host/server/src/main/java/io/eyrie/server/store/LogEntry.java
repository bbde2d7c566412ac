// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import org.jspecify.annotations.Nullable;

/** One step of a reader: an alert or a gap. */
record LogEntry(String token, @Nullable Alert alert, @Nullable Gap gap) implements AlertEntry {

  static LogEntry of(LogToken token, Alert alert) {
    return new LogEntry(token.text(), alert, null);
  }

  static LogEntry of(LogToken token, Missing gap) {
    return new LogEntry(token.text(), null, gap);
  }

  /** Alerts that are missing. */
  record Missing(long count, long fromNanos, long toNanos, String reason) implements Gap {}
}
