// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/**
 * A question about one field of an event, answered no when the event does not have the field.
 *
 * @param quantifier how a list of values is asked
 */
public record Predicate(FieldUse field, Quantifier quantifier, Matcher matcher) {
  /** How the values of a field have to answer. */
  public enum Quantifier {
    /** The field has one value. */
    ONE,
    /** Each value of the list says yes, and there is at least one. */
    EACH,
    /** Some value of the list says yes. */
    SOME
  }
}
