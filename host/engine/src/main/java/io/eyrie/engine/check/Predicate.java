// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A question about something of an event, answered no when the event does not have it.
 *
 * @param quantifier how a list of values is asked
 */
public record Predicate(Subject subject, Quantifier quantifier, Matcher matcher) {
  /** How the values have to answer. */
  public enum Quantifier {
    /** There is one value. */
    ONE,
    /** Each value says yes, and there is at least one. */
    EACH,
    /** Some value says yes. */
    SOME
  }

  /** The fields that it asks, those on the right of a comparison included. */
  public List<FieldUse> fields() {
    List<FieldUse> fields = new ArrayList<>();
    subject.collect(fields);
    if (matcher instanceof Matcher.WithEvent(_, Subject right)) {
      right.collect(fields);
    }
    return List.copyOf(fields);
  }

  /** Whether the subject is this field of the engine as it is. */
  public boolean asks(EventField field) {
    return subject instanceof FieldUse use && use.engine() == field;
  }
}
