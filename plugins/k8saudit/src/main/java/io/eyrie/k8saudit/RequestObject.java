// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.jsonlog.field.JsonField;
import java.util.List;
import java.util.stream.Stream;

/** Fields of the object that a request brings, which stands in two places. */
final class RequestObject {

  /** In the API server's records, and in Google's. */
  static final List<String> ROOTS = List.of("/requestObject", "/protoPayload/request");

  private RequestObject() {}

  /** Paths below the request's object: all of them in one kind of record, then in the other. */
  static String[] below(String... patterns) {
    return ROOTS.stream()
        .flatMap(root -> Stream.of(patterns).map(pattern -> root + pattern))
        .toArray(String[]::new);
  }

  /** The text at a place below the request's object. */
  static JsonField text(String name, String description, String pointer) {
    return JsonField.text(name, description, below(pointer));
  }

  /** The texts at a pattern below the request's object. */
  static JsonField texts(String name, String description, String pattern) {
    return JsonField.texts(name, description, below(pattern));
  }

  /** What was there before another field with a list. */
  static JsonField deprecated(String name, String instead, String pointer) {
    return JsonField.computed(
        Field.of(name, FieldType.STRING, "The same as " + instead + ", of the first.")
            .asDeprecated("use " + instead),
        (slots, at, into) -> slots.text(slots.present(at[0]) ? at[0] : at[1], into),
        below(pointer));
  }
}
