// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An alert made by a test, with a value for everything that an alert has. */
public record MadeAlert(
    String id,
    long timeNanos,
    String rule,
    Priority priority,
    String source,
    String instance,
    List<String> tags,
    String hostname,
    String message,
    Map<String, @Nullable Object> fields,
    String revision)
    implements Alert {

  /** Copies lists and maps; fields keep their order. */
  public MadeAlert {
    tags = List.copyOf(tags);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The alert of a number: the same each time, different from that of every other number. */
  public static MadeAlert number(long n) {
    return new MadeAlert(
        "%032x".formatted(n),
        1_700_000_000_000_000_000L + n,
        "Test rule",
        Priority.WARNING,
        "test",
        "test-1",
        List.of("tag_a", "tag_b"),
        "test-host",
        "event " + n,
        Map.of("test.number", n),
        "r1");
  }

  /** The same alert with another priority. */
  public MadeAlert with(Priority other) {
    return new MadeAlert(
        id, timeNanos, rule, other, source, instance, tags, hostname, message, fields, revision);
  }

  @Override
  public String output() {
    return priority.label() + " " + message;
  }

  /** The id and the message alone. */
  @Override
  public String json() {
    StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\",\"message\":\"");
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append("\"}").toString();
  }
}
