// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.Slots;
import java.util.ArrayList;
import java.util.List;

/** The fields that name the subjects of a role binding by their kind. */
final class Subjects {

  private static final int GROUP = 4;

  private Subjects() {}

  static JsonField field(String name, String description, String kind, boolean withNamespace) {
    byte[] wanted = kind.getBytes(US_ASCII);
    List<String> patterns = new ArrayList<>();
    for (String root : RequestObject.ROOTS) {
      String subject = root + "/subjects/*";
      patterns.addAll(
          List.of(subject, subject + "/kind", subject + "/name", subject + "/namespace"));
    }
    return JsonField.computed(
        Field.of(name, FieldType.STRING, description).asList(),
        (slots, at, into) -> names(slots, at, wanted, withNamespace, into),
        patterns.toArray(String[]::new));
  }

  private static void names(Slots slots, int[] at, byte[] kind, boolean withNamespace, Value into) {
    into.beginList();
    int base = slots.elements(at[0]).size() > 0 ? 0 : GROUP;
    Elements subjects = slots.elements(at[base]);
    Elements kinds = slots.elements(at[base + 1]);
    Elements names = slots.elements(at[base + 2]);
    for (int i = 0; i < subjects.size(); i++) {
      int ofKind = kinds.firstWithin(subjects, i, 0);
      int name = names.firstWithin(subjects, i, 0);
      if (ofKind >= 0 && name >= 0 && slots.is(kinds, ofKind, kind) && names.present(name)) {
        if (withNamespace) {
          Elements namespaces = slots.elements(at[base + 3]);
          int namespace = namespaces.firstWithin(subjects, i, 0);
          slots.begin();
          if (namespace >= 0 && namespaces.present(namespace)) {
            slots.append(namespaces, namespace);
          }
          slots.append(":");
          slots.append(names, name);
          slots.end().addTo(into);
        } else {
          slots.text(names, name).addTo(into);
        }
      }
    }
  }
}
