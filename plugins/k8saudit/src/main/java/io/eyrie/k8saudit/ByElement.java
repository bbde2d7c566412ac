// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.ArrayList;
import java.util.List;

/**
 * What one element of an array (a container, a rule, a volume) adds to a list of values. A field
 * made of it takes an index, which chooses the element.
 */
@FunctionalInterface
interface ByElement {

  /**
   * Adds what an element has.
   *
   * @param elements all elements of the array
   * @param index of the one that is looked at
   * @param at the slots of the field's paths
   * @param base where among them those of the further paths begin
   * @return false when the field is absent altogether because of this element
   */
  boolean add(Slots slots, Elements elements, int index, int[] at, int base, Value into);

  /**
   * Makes the field.
   *
   * @param array the pattern of the elements, below the request's object
   * @param further patterns below the request's object
   */
  static JsonField field(
      String name, String description, ByElement how, String array, String... further) {
    List<String> patterns = new ArrayList<>();
    for (String root : RequestObject.ROOTS) {
      patterns.add(root + array);
      for (String pattern : further) {
        patterns.add(root + pattern);
      }
    }
    int group = 1 + further.length;
    String[] paths = patterns.toArray(String[]::new);
    return JsonField.bound(
        Field.of(name, FieldType.STRING, description)
            .asList()
            .withArgument(Argument.OPTIONAL_INDEX),
        (argument, _) -> {
          int chosen = JsonField.index(name, argument);
          return JsonField.bound(
              (slots, at, into) -> compute(slots, at, group, chosen, how, into), paths);
        });
  }

  private static void compute(
      Slots slots, int[] at, int group, int chosen, ByElement how, Value into) {
    for (int base = 0; base < at.length; base += group) {
      Elements elements = slots.elements(at[base]);
      int size = elements.size();
      if (size > 0) {
        int first = chosen < 0 ? 0 : chosen;
        int last = chosen < 0 ? size : Math.min(size, chosen + 1);
        for (int i = first; i < last; i++) {
          if (!how.add(slots, elements, i, at, base + 1, into)) {
            into.clear();
            return;
          }
        }
        return;
      }
    }
  }

  /** Makes the value a list. */
  static void begin(Value into) {
    if (!into.list()) {
      into.beginList();
    }
  }

  /** All values of one path that stand in the element. */
  static boolean values(Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements values = slots.elements(at[base]);
    for (int i = values.firstWithin(elements, index, 0);
        i >= 0;
        i = values.firstWithin(elements, index, i + 1)) {
      if (values.present(i)) {
        slots.text(values, i).addTo(into);
      }
    }
    return true;
  }

  /** The one value that each element must have. */
  static boolean demanded(
      Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements values = slots.elements(at[base]);
    int found = values.firstWithin(elements, index, 0);
    if (found < 0 || !values.present(found)) {
      return false;
    }
    slots.text(values, found).addTo(into);
    return true;
  }

  /** All values of a path that stand in the element, joined by blanks. */
  static boolean joined(Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements values = slots.elements(at[base]);
    int first = values.firstWithin(elements, index, 0);
    if (first < 0) {
      return true;
    }
    slots.begin();
    for (int i = first; i >= 0; i = values.firstWithin(elements, index, i + 1)) {
      slots.append(i == first ? "" : " ");
      slots.append(values, i);
    }
    slots.end().addTo(into);
    return true;
  }

  /** The repository part of the image that each element must have. */
  static boolean repository(
      Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements values = slots.elements(at[base]);
    int found = values.firstWithin(elements, index, 0);
    if (found < 0 || !values.present(found)) {
      return false;
    }
    Slice image = slots.text(values, found);
    begin(into);
    into.add(image.array(), image.offset(), repositoryLength(image));
    return true;
  }

  /** How much of an image's name is its repository: up to the first colon or at sign. */
  static int repositoryLength(Slice image) {
    int length = 0;
    while (length < image.length()
        && image.array()[image.offset() + length] != ':'
        && image.array()[image.offset() + length] != '@') {
      length++;
    }
    return length;
  }

  /** The number of a user or group: the container's, else the pod's, else 0. */
  static boolean effective(
      Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements values = slots.elements(at[base]);
    int found = values.firstWithin(elements, index, 0);
    if (found >= 0 && values.present(found)) {
      slots.text(values, found).addTo(into);
    } else if (slots.present(at[base + 1])) {
      slots.text(at[base + 1]).addTo(into);
    } else {
      begin(into);
      into.add("0");
    }
    return true;
  }

  /** For each port that stands in the element: the host's, else the container's. */
  static boolean hostPorts(
      Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    Elements ports = slots.elements(at[base]);
    for (int port = ports.firstWithin(elements, index, 0);
        port >= 0;
        port = ports.firstWithin(elements, index, port + 1)) {
      if (!portOf(slots, ports, port, at[base + 1], into)) {
        portOf(slots, ports, port, at[base + 2], into);
      }
    }
    return true;
  }

  private static boolean portOf(Slots slots, Elements ports, int port, int slot, Value into) {
    Elements values = slots.elements(slot);
    int found = values.firstWithin(ports, port, 0);
    if (found < 0 || !values.present(found)) {
      return false;
    }
    slots.text(values, found).addTo(into);
    return true;
  }

  /** The keys of the element, its name aside. */
  static boolean keys(Slots slots, Elements elements, int index, int[] at, int base, Value into) {
    slots.keys(
        elements,
        index,
        (array, offset, length) -> {
          boolean name =
              length == 4
                  && array[offset] == 'n'
                  && array[offset + 1] == 'a'
                  && array[offset + 2] == 'm'
                  && array[offset + 3] == 'e';
          if (!name) {
            begin(into);
            into.add(array, offset, length);
          }
        });
    return true;
  }
}
