// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a source handed it over.
 *
 * @param partition where it came from
 * @param offset which one of the partition it is
 * @param type the name of its type
 * @param timeNanos when it happened, nanoseconds since the epoch
 * @param values the present fields by name, with the argument in brackets where there is one: a
 *     {@code String} for text, an address or (in hexadecimal digits) bytes, a {@code Long}, a
 *     {@code Double}, a {@code Boolean}, or a {@code List} of one of these
 */
public record RecordedEvent(
    String partition, long offset, String type, long timeNanos, Map<String, Object> values) {

  /** Copies the values. */
  public RecordedEvent {
    values = Map.copyOf(values);
  }

  /** The value of a field, or null when the event does not have it. */
  public @Nullable Object value(String field) {
    return values.get(field);
  }

  /** By what the host tells events apart: partition and offset. */
  public String identity() {
    return partition + "#" + offset;
  }
}
