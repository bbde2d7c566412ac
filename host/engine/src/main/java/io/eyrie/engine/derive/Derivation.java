// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Derived;
import io.eyrie.engine.check.Subject;
import java.util.function.ToIntFunction;

/** Computes one derived value, again for each event. Not safe for several threads. */
public abstract class Derivation {
  Derivation() {}

  /**
   * The computation of a derived value.
   *
   * @param slots where the values of the subjects among its inputs are found
   */
  public static Derivation of(Derived derived, ToIntFunction<Subject> slots) {
    Argument[] arguments = Argument.all(derived.inputs(), slots);
    Argument first = arguments[0];
    return switch (derived.transformer()) {
      case TOLOWER -> new CaseChange(first, false);
      case TOUPPER -> new CaseChange(first, true);
      case B64 -> new Base64Decoding(first);
      case BASENAME -> new BaseName(first);
      case LEN ->
          new Length(
              first,
              derived.inputs().getFirst() instanceof Derived.OfEvent(Subject subject)
                  && subject.type() == FieldType.BYTES);
      case JOIN -> new Joining(first, arguments[1]);
      case CONCAT -> new Concatenation(arguments);
      case GETOPT -> new ShortOptions(first, arguments[1], derived.option());
    };
  }

  /**
   * Writes the value, or leaves the holder as it is when there is none.
   *
   * @param into an absent holder; what it is given is valid until the next call
   * @throws IllegalStateException if a text would become too long
   */
  public abstract void derive(Values values, Value into);
}
