// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import java.util.List;

/** The fields of the event's own thread: {@code thread.*}. */
final class ThreadFields {

  private ThreadFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            Field.of("thread.tid", FieldType.INT64, "Id of the thread."), ThreadFields::tid));
  }

  private static void tid(CurrentEvent current, Value into) {
    into.set(current.event().tid());
  }
}
