// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What old captures tell of Docker's own events: {@code evt.infra.docker.*}. The description of
 * such an event is a text of {@code Key:value} parts between semicolons.
 */
final class EventDockerFields {

  private static final int INFRASTRUCTURE = 286;
  private static final int DESCRIPTION = 2;

  private EventDockerFields() {}

  static List<FieldRow> rows() {
    return List.of(
        part("evt.infra.docker.name", "Name of an event of Docker.", "Event"),
        part("evt.infra.docker.container.id", "Id of the container of that event.", "ID"),
        part("evt.infra.docker.container.name", "Name of that container.", "Name"),
        part("evt.infra.docker.container.image", "Image of that container.", "Image"));
  }

  private static FieldRow part(String name, String description, String key) {
    byte[] wanted = (key + ":").getBytes(StandardCharsets.US_ASCII);
    return FieldRow.of(
        Field.of(name, FieldType.STRING, description),
        (current, into) -> {
          Event event = current.event();
          if (event.code() == INFRASTRUCTURE && event.has(DESCRIPTION)) {
            find(event, wanted, into);
          }
        });
  }

  private static void find(Event event, byte[] key, Value into) {
    byte[] bytes = event.bytes();
    int end = event.offset(DESCRIPTION) + event.textLength(DESCRIPTION);
    int at = event.offset(DESCRIPTION);
    while (at < end) {
      int stop = at;
      while (stop < end && bytes[stop] != ';') {
        stop++;
      }
      int from = skipBlanks(bytes, at, stop);
      if (stop - from >= key.length
          && Arrays.equals(bytes, from, from + key.length, key, 0, key.length)) {
        int value = skipBlanks(bytes, from + key.length, stop);
        int last = stop;
        while (last > value && bytes[last - 1] == ' ') {
          last--;
        }
        into.set(bytes, value, last - value);
        return;
      }
      at = stop + 1;
    }
  }

  private static int skipBlanks(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at;
  }
}
