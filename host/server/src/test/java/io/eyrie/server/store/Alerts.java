// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.api.alert.Priority;
import io.eyrie.server.alert.AlertIds;
import io.eyrie.server.alert.AlertRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbered alerts for tests: the number is the offset of the event, so it fixes the identity. */
public final class Alerts {

  /** A nanosecond time that all test alerts begin at: 2026-11-22T00:00:00Z. */
  public static final long START = 1_795_305_600_000_000_000L;

  private Alerts() {}

  /** The alert of event {@code number}, with some fields and a message that names the number. */
  public static AlertRecord numbered(long number) {
    return numbered(number, Priority.WARNING);
  }

  /** The same of a given priority. */
  public static AlertRecord numbered(long number, Priority priority) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("evt.number", number);
    fields.put("fd.name", null);
    return AlertRecord.of(
        id(number),
        START + number,
        "Numbered file read",
        priority,
        "numbers",
        "first",
        List.of("test", "files"),
        "host-1",
        "file " + number + " was read",
        fields,
        "r1");
  }

  /** The identity of alert {@code number}. */
  public static String id(long number) {
    return AlertIds.repeatable("first").id("numbers.txt", number, "Numbered file read", 0);
  }

  /** The number that an alert of this class was made with. */
  public static long number(io.eyrie.api.alert.Alert alert) {
    return alert.timeNanos() - START;
  }
}
