// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Derived;
import io.eyrie.engine.check.Subject;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a transformer as slices of bytes: a constant, a slot, or a list of these. After
 * {@link #load} found it there, {@link #select} makes one of its elements current.
 */
final class Argument {
  private static final byte[] NO_BYTES = {};

  private final byte @Nullable [] constant;
  private final int slot;
  private final Argument @Nullable [] elements;

  private @Nullable Value value;
  private byte[] array = NO_BYTES;
  private int offset;
  private int length;

  private Argument(byte @Nullable [] constant, int slot, Argument @Nullable [] elements) {
    this.constant = constant;
    this.slot = slot;
    this.elements = elements;
  }

  static Argument[] all(List<Derived.Input> inputs, ToIntFunction<Subject> slots) {
    Argument[] arguments = new Argument[inputs.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = of(inputs.get(i), slots);
    }
    return arguments;
  }

  private static Argument of(Derived.Input input, ToIntFunction<Subject> slots) {
    return switch (input) {
      case Derived.Constant(var octets) -> new Argument(octets.array(), -1, null);
      case Derived.OfEvent(Subject subject) -> new Argument(null, slots.applyAsInt(subject), null);
      case Derived.Elements(var inputs) -> new Argument(null, -1, all(inputs, slots));
    };
  }

  /** Fetches it for the event; false when it, or one of its elements, is absent. */
  boolean load(Values values) {
    if (elements != null) {
      for (Argument element : elements) {
        if (!element.load(values)) {
          return false;
        }
      }
      return true;
    }
    if (constant != null) {
      return true;
    }
    Value fetched = values.value(slot);
    value = fetched;
    return fetched.present();
  }

  /** Whether a list was loaded. */
  boolean list() {
    return elements != null || (value != null && value.list());
  }

  /** How many elements were loaded. */
  int size() {
    return elements != null ? elements.length : value == null ? 1 : value.size();
  }

  /** Makes an element of what was loaded current. */
  void select(int index) {
    if (elements != null) {
      Argument element = elements[index];
      element.select(0);
      array = element.array;
      offset = element.offset;
      length = element.length;
    } else if (constant != null) {
      array = constant;
      offset = 0;
      length = constant.length;
    } else if (value != null) {
      array = value.array(index);
      offset = value.offset(index);
      length = value.length(index);
    }
  }

  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }
}
