// SPDX-License-Identifier: Apache-2.0
package com.example.door;

import static io.eyrie.jsonlog.field.JsonField.computed;
import static io.eyrie.jsonlog.field.JsonField.count;
import static io.eyrie.jsonlog.field.JsonField.json;
import static io.eyrie.jsonlog.field.JsonField.text;
import static io.eyrie.jsonlog.field.JsonField.texts;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slots;
import java.util.List;

/** The table of the fields: a name, a sentence, and where in the record the value stands. */
final class DoorFields {

  private DoorFields() {}

  static List<JsonField> fields() {
    return List.of(
        text("door.id", "Unique id of the record.", "/id"),
        text("door.name", "The door.", "/door/name"),
        // The first place that has a value counts.
        text("door.person", "Who came.", "/badge/person/name", "/badge/owner"),
        count("door.floor", "The floor, from 0.", "/door/floor"),
        texts("door.zones", "Zones that the badge may enter.", "/badge/zones/*/name"),
        json("door.badge", "All of the badge, as JSON.", "/badge"),
        computed(
            Field.of("door.forced", FieldType.BOOL, "Whether it opened without being unlocked."),
            DoorFields::forced,
            "/door/opened",
            "/door/unlocked"));
  }

  /** Absent for records that say only one of the two. */
  private static void forced(Slots slots, int[] at, Value into) {
    if (slots.present(at[0]) && slots.present(at[1])) {
      into.set(slots.kind(at[0]) == JsonKind.TRUE && slots.kind(at[1]) == JsonKind.FALSE);
    }
  }
}
