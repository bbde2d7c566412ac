// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.trace.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A predicate that has to be answered yes, or has not to be.
 *
 * @param part the comparison that says so
 */
record Literal(Predicate predicate, boolean positive, Part part) {

  /**
   * What a comparison asks as predicates that all have to be so; empty when it is no such thing.
   */
  static Optional<List<Literal>> of(Condition condition, boolean positive, Part part) {
    List<Literal> literals = new ArrayList<>();
    return collect(condition, positive, part, literals) ? Optional.of(literals) : Optional.empty();
  }

  private static boolean collect(
      Condition condition, boolean positive, Part part, List<Literal> into) {
    return switch (condition) {
      case Condition.Constant _ -> false;
      case Condition.All(List<Condition> terms) ->
          positive && terms.stream().allMatch(term -> collect(term, true, part, into));
      case Condition.Any(List<Condition> terms) ->
          !positive && terms.stream().allMatch(term -> collect(term, false, part, into));
      case Condition.Negation(Condition term) -> collect(term, !positive, part, into);
      case Condition.Test(Predicate predicate) -> into.add(new Literal(predicate, positive, part));
    };
  }
}
