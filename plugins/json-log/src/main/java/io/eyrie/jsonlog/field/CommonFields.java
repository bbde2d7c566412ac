// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.List;

/**
 * The fields that every JSON source has beside its own: {@code json.value}, {@code json.obj} and
 * {@code json.rawtime}, and the same under their older names {@code jevt.*}.
 */
public final class CommonFields {

  /** What rules ask for in {@code required_plugin_versions}. */
  public static final String PLUGIN = "json";

  /** The version whose fields these are. */
  public static final String VERSION = "0.7.4";

  private CommonFields() {}

  /** All of them. */
  public static List<JsonField> fields() {
    return List.of(
        value("json.value"),
        object("json.obj"),
        time("json.rawtime"),
        value("jevt.value"),
        object("jevt.obj"),
        time("jevt.rawtime"));
  }

  private static JsonField value(String name) {
    return JsonField.pointed(
        name, "The value at a JSON pointer in the record, as in " + name + "[/a/b/0].");
  }

  private static JsonField object(String name) {
    return JsonField.computed(
        Field.of(name, FieldType.STRING, "The whole record, a line per value."),
        (slots, _, into) -> slots.indented().giveTo(into));
  }

  private static JsonField time(String name) {
    return JsonField.computed(
        Field.of(
            name, FieldType.STRING, "Time of the record in nanoseconds since the epoch, as text."),
        (slots, _, into) -> into.set(Long.toString(slots.timeNanos())));
  }
}
